#include "cli/help.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>
#include <string>
#include <vector>

#include "cli/commands.h"
#include "cli/terminal/text_width.h"

namespace mongokeep::cli {
namespace {

TEST(Help, ListsTheCommands) {
  EXPECT_EQ(program_help(),
            R"(Usage: mongokeep COMMAND [OPTIONS]

Backups of MongoDB as JSON files that a person can read.

Commands:
  backup    Make one backup, now
  list      Show the backups under a root: status, time, size, counts
  show      Show one backup: its collections, counts and failures
  cat       Print a collection as JSON, decrypted and decompressed
  verify    Check that a backup is intact
  restore   Restore a backup into a database
  cleanup   Remove old backups
  run       Run backups and clean-ups on a schedule
  check     Check that everything is ready for the next run
  health    Check that the newest complete backup is recent enough
  push      Ship backups to the stores
  pull      Bring a backup back from a store
  stores    Show the stores and what is still to be shipped, or check one
  keygen    Make a key pair for encrypted backups
  rewrap    Change who can decrypt a backup
  version   Show the version of the program and its libraries

`mongokeep COMMAND --help` describes one command. `mongokeep help SETTING`
describes a setting, and `mongokeep help exit-codes` the exit codes. `mongokeep
--version` prints the version.
)");
}

TEST(Help, SaysAllAboutACommand) {
  EXPECT_EQ(command_help(command_named("show")), R"help(Usage: mongokeep show BACKUP [OPTIONS]

Prints the contents of a backup's manifest. For a folder without a manifest,
show says what the folder is. Without a key, an encrypted backup shows names,
counts, sizes and times; --identity shows the rest.

Backup:
  BACKUP                      The backup: its path, its name under the root, or
                              `latest` for the newest complete backup. In a
                              store: `STORE:NAME` or `STORE:latest`.

Keys:
      --identity FILE         A file with the secret keys that decrypt backups,
                              as `mongokeep keygen` and `age-keygen` write it.
                              [MONGOKEEP_IDENTITY_FILE, identity_file]
      --maxScryptWork N       How much work a file may ask for to be opened with
                              the passphrase: 2^N steps of scrypt, which take
                              2^N KiB of memory, at most 22. mongokeep and age
                              write 18. Default: 20. [MONGOKEEP_MAX_SCRYPT_WORK,
                              max_scrypt_work]

Passphrase:
      --passphraseFile FILE   A file with a passphrase to encrypt and decrypt
                              with, if you have no key pair. With --identity:
                              the passphrase of the identity file.
                              [MONGOKEEP_PASSPHRASE_FILE,
                              output.passphrase_file]

Location:
      --root FOLDER           The root: the folder that holds all backups.
                              Default: `backup`. [MONGOKEEP_ROOT, root]
      --timezone ZONE         IANA time zone of dates and schedules, such as
                              Europe/Berlin. Default: the system's.
                              [MONGOKEEP_TIMEZONE, schedule.timezone]

Stores:
      --rclone FILE           The rclone program that reaches the stores.
                              Default: the first `rclone` on PATH.
                              [MONGOKEEP_RCLONE, rclone]
      --storeTimeout TIME     Give up on a store when no byte has moved for this
                              long. Without it, commands that only look wait
                              15s. Default: 15m. [MONGOKEEP_STORE_TIMEOUT,
                              store_timeout]

Output:
      --json                  Print the result as one JSON document, also if the
                              command fails.

General:
      --config FILE           TOML file with settings. Flags and environment
                              variables override it. [MONGOKEEP_CONFIG]
      --logFormat WORD        Format of log lines: `json` or `text`. Default:
                              text on a terminal, JSON elsewhere.
                              [MONGOKEEP_LOG_FORMAT, log_format]
      --quiet                 Log only warnings and errors.
  -v, --verbose               Log more details.
  -h, --help                  Show this help and exit.

In brackets: the environment variable and the key in the configuration file for
the same setting.

Examples:
  mongokeep show latest
  mongokeep show 20th_Feb_2024 --root /srv/backup
  mongokeep show latest --json | jq '.collections[].documentCount'

Exit codes:
  0         shown
  1         the root does not exist, or the backup cannot be read
  2         wrong usage or configuration, or no such backup
  4         the backup is damaged, or the identity does not open it
  5         a clean-up is removing the backup
  129       stopped by SIGHUP (the terminal was closed)
  130, 143  stopped by SIGINT or SIGTERM
)help");
}

TEST(Help, FitsInEightyColumns) {
  for (const Command& command : all_commands()) {
    std::istringstream lines(command_help(command));
    for (std::string line; std::getline(lines, line);) {
      EXPECT_LE(display_width(line), 80U) << line;
      EXPECT_FALSE(line.ends_with(' ')) << line;
    }
  }
}

TEST(Help, NamesEveryFlagThatACommandTakes) {
  for (const Command& command : all_commands()) {
    const std::string help = command_help(command);
    for (const SettingGroup group : command.groups) {
      for (const Setting& setting : all_settings()) {
        if (setting.group != group || setting.flag.empty()) continue;
        for (const std::string& name : flag_names(setting)) {
          if (!name.starts_with("-")) continue;
          EXPECT_NE(help.find(name), std::string::npos) << command.name << " " << name;
        }
      }
    }
  }
}

TEST(Help, NamesEveryExitCodeOfABackup) {
  const std::string help = command_help(command_named("backup"));
  for (const char* code : {"0", "1", "2", "3", "4", "5", "129", "130, 143"}) {
    EXPECT_NE(help.find("\n  " + std::string(code) + " "), std::string::npos) << code;
  }
}

TEST(SettingTable, ExplainsEveryChoiceThatAFlagTakes) {
  for (const Setting& setting : all_settings()) {
    if (setting.kind != ValueKind::choice || setting.flag.empty()) continue;
    for (const std::string& word : choices(setting)) {
      EXPECT_NE(setting.help.find("`" + word + "`"), std::string::npos) << setting.flag << " " << word;
    }
  }
}

TEST(SettingTable, HasNoNameTwice) {
  std::vector<std::string> names;
  for (const Setting& setting : all_settings()) {
    if (!setting.key.empty()) names.emplace_back(setting.key);
    if (!setting.variable.empty()) names.emplace_back(setting.variable);
    for (const std::string& flag : flag_names(setting)) names.push_back(flag);
    EXPECT_TRUE(is_of_each_store(setting) || !setting.variable.empty() || !setting.flag.empty()) << setting.help;
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

}  // namespace
}  // namespace mongokeep::cli
