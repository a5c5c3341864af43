#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "base/directory.h"
#include "base/file.h"
#include "base/new_file.h"
#include "base/time_text.h"
#include "cli/command.h"
#include "mongokeep/error.h"
#include "stream/age/identities.h"

namespace mongokeep::cli {

namespace {

void write_key(const Directory& folder, const std::string& name, const stream::age::Identity& identity,
               const std::string& created) {
  const std::string path = (folder.path() / name).string();
  const std::string comments = fmt::format("# created: {}\n# public key: {}\n", created, identity.recipient());
  const stream::age::SecretBytes secret = identity.text();
  NewFile file(folder, name);
  write_all(file.descriptor(), comments, path);
  write_all(file.descriptor(), secret.text(), path);
  write_all(file.descriptor(), "\n", path);
  sync_descriptor(file.descriptor(), path);
  folder.sync();
  file.keep();
}

Outcome run_keygen(const Settings& settings, Surroundings& surroundings) {
  const std::filesystem::path& path = settings.new_key_file;
  if (path.empty()) {
    throw Error(ErrorKind::usage, "make a key", "", "no file is named for it", "mongokeep keygen backup.key");
  }
  const std::string name = path.filename().string();
  std::error_code missing;
  const std::filesystem::path parent =
      std::filesystem::canonical(path.has_parent_path() ? path.parent_path() : ".", missing);
  if (missing || name.empty() || name == "." || name == "..") {
    throw Error(ErrorKind::usage, "make the key file", path.string(), missing ? missing.message() : "it is a folder");
  }
  const Directory folder = Directory::open(parent);
  if (folder.has(name)) {
    throw Error(ErrorKind::usage, "make the key file", path.string(), "there is one of that name already",
                "A key that is gone takes all its backups with it: choose another name");
  }
  const auto identity = stream::age::Identity::generate();
  write_key(folder, name, identity, utc_text(surroundings.clock()));
  if (settings.json) {
    surroundings.console.answer().give(
        {{"recipient", identity.recipient()}, {"filePath", (folder.path() / name).string()}});
  } else {
    surroundings.console.print(identity.recipient() + "\n");
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
