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
    throw Error(ErrorKind::usage, "make a key", "", "no file is named for it", "mongokeep keygen backup.key");
  }
  const std::string recipient = make_key_file(path, surroundings.clock);
  if (settings.json) {
    surroundings.console.answer().give(
        {{"recipient", recipient}, {"filePath", std::filesystem::canonical(path).string()}});
  } else {
    surroundings.console.print(recipient + "\n");
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
          "Writes a new secret key, the identity, to FILE, for its owner alone (mode 0600), and prints the recipient "
          "that belongs to it, for `recipients` in the configuration or --recipient. The file is like one of "
          "age-keygen, "
          "and works with `age`.\n\n"
          "Who makes backups needs the recipient only. Keep the identity elsewhere, in two places, and make two pairs: "
          "without an identity nobody can read an encrypted backup any more.",
      .groups = {SettingGroup::new_key, SettingGroup::result, SettingGroup::general},
      .examples = {{"mongokeep keygen backup.key", "Prints age1…"}},
      .exit_codes = {{"0", "made"},
                     {"1", "the file cannot be written"},
                     {"2", "wrong usage, or there is a file of that name already"}},
      .run = run_keygen,
  };
}

}  // namespace mongokeep::cli
