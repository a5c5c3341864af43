#include <fcntl.h>
#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "base/files/directory.h"
#include "base/files/drafted_file.h"
#include "base/files/durable_name.h"
#include "base/files/file.h"
#include "base/text/time_text.h"
#include "mongokeep/encryption.h"
#include "mongokeep/error.h"
#include "stream/age/identities.h"

namespace mongokeep {

namespace {

using stream::age::Identities;
using stream::age::Identity;
using stream::age::SecretBytes;

/// As age-keygen writes it, but for the order: whoever finds the recipient in a file finds the secret before it.
SecretBytes text_of(const Identity& identity, const std::string& created) {
  const SecretBytes secret = identity.text();
  const std::string before = fmt::format("# created: {}\n", created);
  const std::string behind = fmt::format("\n# public key: {}\n", identity.recipient());
  SecretBytes text(before.size() + secret.size() + behind.size());
  auto end = std::copy(before.begin(), before.end(), text.bytes().begin());
  end = std::copy(secret.bytes().begin(), secret.bytes().end(), end);
  std::copy(behind.begin(), behind.end(), end);
  return text;
}

/// What the disk has, not the memory of the system.
SecretBytes read_back(int file, std::size_t size, const std::string& path) {
  // Where the file system cannot do that, it is read from memory.
  static_cast<void>(::posix_fadvise(file, 0, 0, POSIX_FADV_DONTNEED));
  // One more than there ought to be.
  SecretBytes room(size + 1);
  const std::span<char> bytes(reinterpret_cast<char*>(room.bytes().data()), room.size());
  std::size_t filled = 0;
  while (filled < bytes.size()) {
    const std::size_t got = read_some_at(file, filled, bytes.subspan(filled), path);
    if (got == 0) break;
    filled += got;
  }
  return SecretBytes(std::string_view(bytes.data(), filled));
}

bool leads_to(const SecretBytes& text, const std::string& recipient, const std::string& path) {
  Identities found;
  found.add_keys(text, path);
  return found.recipients() == std::vector<std::string>{recipient};
}

void write_key(const Directory& folder, const std::string& name, const Identity& identity, const std::string& created) {
  DraftedFile file(folder, name);
  const std::string path = file.path();
  const SecretBytes text = text_of(identity, created);
  write_all(file.descriptor(), text.text(), path);
  sync_descriptor(file.descriptor(), path);
  const SecretBytes found = read_back(file.descriptor(), text.size(), path);
  if (found.text() != text.text() || !leads_to(found, identity.recipient(), path)) {
    throw Error(ErrorKind::damaged, "read back", path, "the disk returned different bytes than were written",
                "No key was made. Check the disk, its cables and the memory of this machine");
  }
  sync_own_name(folder.descriptor(), folder.path().string());
  file.publish();
}

}  // namespace

std::string make_key_file(const std::filesystem::path& path, const Clock& clock) {
  const std::string name = path.filename().string();
  std::error_code missing;
  const std::filesystem::path parent =
      std::filesystem::canonical(path.has_parent_path() ? path.parent_path() : ".", missing);
  if (missing || name.empty() || name == "." || name == "..") {
    throw Error(ErrorKind::usage, "write the key file", path.string(), missing ? missing.message() : "it is a folder",
                missing ? "Make the folder first" : "Give the path of a file that does not exist yet");
  }
  const Directory folder = Directory::open(parent);
  if (folder.has(name)) {
    throw Error(ErrorKind::usage, "write the key file", path.string(), "the file exists already",
                "Choose another name: without the old key, its backups cannot be read");
  }
  const auto identity = Identity::generate();
  // First, while it can still fail: a key that is there must not be told as one that is not.
  std::string recipient = identity.recipient();
  write_key(folder, name, identity, utc_text(clock()));
  return recipient;
}

}  // namespace mongokeep
