#include <filesystem>
#include <string>
#include <vector>

#include "base/text/shell_word.h"
#include "cli/command.h"
#include "mongokeep/encryption.h"
#include "mongokeep/error.h"

namespace mongokeep::cli {

namespace {

Outcome show_recipients(const Settings& settings, Surroundings& surroundings) {
  DecryptionKeys keys;
  keys.identity_file = settings.new_key_file;
  keys.passphrase_file = settings.keys.passphrase_file;
  const std::vector<std::string> recipients = recipients_of(keys);
  if (settings.json) {
    surroundings.console.answer().give(
        {{"recipients", recipients}, {"filePath", std::filesystem::absolute(keys.identity_file).string()}});
    return Outcome::done;
  }
  std::string lines;
  for (const std::string& recipient : recipients) lines += recipient + "\n";
  surroundings.console.print(lines);
  return Outcome::done;
}

Outcome make_key(const std::filesystem::path& path, bool is_json, Surroundings& surroundings) {
  const std::string recipient = make_key_file(path, surroundings.clock);
  surroundings.done = Outcome::partial;
  // The key stays, though nobody has seen its recipient: that somebody has can never be ruled out.
  const std::string hint =
      "The key was made. To see its recipient: mongokeep keygen --show " + shell_word(path.string());
  if (is_json) {
    surroundings.console.answer().give(
        {{"recipient", recipient}, {"filePath", std::filesystem::canonical(path).string()}},
        Answer::Unprinted::is_partial, hint);
    return Outcome::done;
  }
  try {
    surroundings.console.print(recipient + "\n");
    return Outcome::done;
  } catch (const Error& refused) {
    surroundings.console.report(refused.with_hint(hint));
    return Outcome::partial;
  }
}

Outcome run_keygen(const Settings& settings, Surroundings& surroundings) {
  if (settings.new_key_file.empty()) {
    throw Error(ErrorKind::usage, "make a key", "", "no file name was given",
                "Name the new file: mongokeep keygen backup.key");
  }
  if (settings.shows_recipients) return show_recipients(settings, surroundings);
  if (!settings.keys.passphrase_file.empty()) {
    throw Error(ErrorKind::usage, "use", "--passphraseFile",
                "a new key is written as it is, readable by its owner only",
                "Leave the passphrase out. To lock the file with one: age -p -o LOCKED_FILE KEY_FILE");
  }
  // It ends in no time, and is not to break off with the key made and its recipient unseen.
  const StopSignals::Watch watch = surroundings.signals.watch([] {});
  return make_key(settings.new_key_file, settings.json, surroundings);
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
          "age-keygen and works with `age`. It appears once it is complete and was read back from the disk.\n\n"
          "To make backups, you need only the recipient. Keep the identity in two places, away from the machine that "
          "makes the backups. Better, make two key pairs and encrypt for both: without an identity nobody can read an "
          "encrypted backup.",
      .groups = {SettingGroup::new_key, SettingGroup::passphrase, SettingGroup::result, SettingGroup::general},
      .examples = {{"mongokeep keygen backup.key", "Prints the recipient, age1…"},
                   {"mongokeep keygen --show backup.key", "Prints the recipient again."}},
      .exit_codes = {{"0", "key pair written, recipient printed"},
                     {"1", "failed; no key was made"},
                     {"2", "wrong usage, or the file exists already"},
                     {"3", "the key was made, but its recipient could not be printed"},
                     {"4", "the disk returned a different key than was written; no key was made"},
                     {"5", "another process is making a key of this name"},
                     {"129", "stopped by SIGHUP (the terminal was closed)"},
                     {"130, 143", "stopped by SIGINT or SIGTERM"}},
      .run = run_keygen,
  };
}

}  // namespace mongokeep::cli
