#include <fmt/format.h>

#include <filesystem>
#include <string>

#include "base/directory.h"
#include "base/file.h"
#include "base/new_file.h"
#include "base/time_text.h"
#include "mongokeep/encryption.h"
#include "mongokeep/error.h"
#include "stream/age/identities.h"

namespace mongokeep {

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

}  // namespace

std::string make_key_file(const std::filesystem::path& path, const Clock& clock) {
  const std::string name = path.filename().string();
  std::error_code missing;
  const std::filesystem::path parent =
      std::filesystem::canonical(path.has_parent_path() ? path.parent_path() : ".", missing);
  if (missing || name.empty() || name == "." || name == "..") {
    throw Error(ErrorKind::usage, "write the key file", path.string(), missing ? missing.message() : "it is a folder");
  }
  const Directory folder = Directory::open(parent);
  if (folder.has(name)) {
    throw Error(ErrorKind::usage, "write the key file", path.string(), "the file exists already",
                "Choose another name: without the old key, its backups cannot be read");
  }
  const auto identity = stream::age::Identity::generate();
  write_key(folder, name, identity, utc_text(clock()));
  return identity.recipient();
}

}  // namespace mongokeep
