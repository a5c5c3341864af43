#include <filesystem>
#include <string>

#include "cli/command.h"
#include "mongokeep/encryption.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

Outcome run_keygen(const Settings& settings, Surroundings& surroundings) {
  const std::filesystem::path& path = settings.new_key_file;
  if (path.empty()) {
    throw Error(ErrorKind::usage, "make a key", "", "no file name was given",
                "Name the new file: mongokeep keygen backup.key");
  }
  const std::string recipient = make_key_file(path, surroundings.clock);
  if (settings.json) {
    surroundings.console.answer().give(
        {{"recipient", recipient}, {"filePath", std::filesystem::canonical(path).string()}},
        Answer::Unprinted::is_told);
  } else {
    surroundings.console.print_done(recipient + "\n");
  }
  return Outcome::done;
}

}  // namespace

Command keygen_command() {
  return {
      .name = "keygen",
      .summary = "Make a key pair for encrypted backups",
      .arguments = "FILE",
      .description =
          "Writes a new secret key (the identity) to FILE, readable by its owner only (mode 0600). Prints its public "
          "key (the recipient), for --recipient or `recipients` in the configuration. The file has the format of "
          "age-keygen and works with `age`.\n\n"
          "To make backups, you need only the recipient. Keep the identity in two places, away from the machine that "
          "makes the backups. Better, make two key pairs and encrypt for both: without an identity nobody can read an "
          "encrypted backup.",
      .groups = {SettingGroup::new_key, SettingGroup::result, SettingGroup::general},
      .examples = {{"mongokeep keygen backup.key", "Prints the recipient, age1…"}},
      .exit_codes = {{"0", "key pair written"},
                     {"1", "the file cannot be written"},
                     {"2", "wrong usage, or the file exists already"},
                     {"129", "stopped by SIGHUP (the terminal was closed)"},
                     {"130, 143", "stopped by SIGINT or SIGTERM"}},
      .run = run_keygen,
  };
}

}  // namespace mongokeep::cli
