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

Backups of MongoDB that a person can read.

Commands:
  backup    Make one backup, now
  list      Show the backups under a root: status, time, size, counts
  show      Show one backup: its collections, counts and failures
  cat       Print a collection's text, decrypted and decompressed
  verify    Check that a backup is as it was written
  restore   Put a backup back into a database
  cleanup   Remove the backups that are too old
  run       Stay up: a backup and a clean-up every night, by themselves
  check     Look whether everything is ready for the next run
  health    Check that the newest complete backup is young enough
  keygen    Make a key pair for encrypted backups
  rewrap    Let other recipients than before open a backup
  version   Show the version, and those of the libraries in it

`mongokeep COMMAND --help` says more about one command. `mongokeep help SETTING`
explains a setting, and `mongokeep help exit-codes` the exit codes. `mongokeep
--version` prints the version.
)");
}

TEST(Help, SaysAllAboutACommand) {
  EXPECT_EQ(command_help(command_named("show")), R"help(Usage: mongokeep show BACKUP [OPTIONS]

Prints what the manifest of one backup says. A folder without one is shown as
what it is. Of an encrypted backup names, counts, sizes and times can be seen,
and the rest with --identity.

Backup:
  BACKUP                      A backup's folder, its name under the root, or
                              `latest` for the newest complete one.

Keys:
      --identity FILE         A file with the secret keys that open encrypted
                              backups, as `mongokeep keygen` and `age-keygen`
                              write it. [MONGOKEEP_IDENTITY_FILE, identity_file]

Passphrase:
      --passphraseFile FILE   A file with a passphrase that encrypts and
                              decrypts, for those who have no key pair. With
                              --identity: the one that opens the identity file.
                              [MONGOKEEP_PASSPHRASE_FILE,
                              output.passphrase_file]

Where backups lie:
      --root FOLDER           Folder that holds the dated folders. Default:
                              backup. [MONGOKEEP_ROOT, root]
      --timezone ZONE         IANA time zone of dates and hours: Europe/Berlin.
                              Default: the system's. [MONGOKEEP_TIMEZONE,
                              schedule.timezone]

Result:
      --json                  Print one JSON document for a program, also where
                              the command fails.

General:
      --config FILE           TOML file with settings; flags and environment
                              beat it. [MONGOKEEP_CONFIG]
      --logFormat WORD        Form of log lines, `json` or `text`. Default: text
                              on a terminal, JSON lines elsewhere.
                              [MONGOKEEP_LOG_FORMAT, log_format]
      --quiet                 Warnings and errors only.
  -v, --verbose               Log details as well.
  -h, --help                  Show this and exit.

In brackets: the environment variable and the key in the configuration file that
set the same.

Examples:
  mongokeep show latest
  mongokeep show 20th_Feb_2024 --root /srv/backup
  mongokeep show latest --json | jq '.collections[].documentCount'

Exit codes:
  0         shown
  1         the root is not there, or the backup cannot be read
  2         wrong usage or configuration, or no such backup
  4         the backup is damaged, or the identity does not open it
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
    EXPECT_FALSE(setting.variable.empty() && setting.flag.empty()) << setting.help;
  }
  std::sort(names.begin(), names.end());
  EXPECT_EQ(std::adjacent_find(names.begin(), names.end()), names.end());
}

}  // namespace
}  // namespace mongokeep::cli
