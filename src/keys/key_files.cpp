#include "keys/key_files.h"

#include <fcntl.h>
#include <fmt/format.h>

#include <cerrno>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "base/files/file.h"
#include "base/files/unique_fd.h"
#include "mongokeep/error.h"
#include "stream/age/key_wrap.h"
#include "stream/age/secret_bytes.h"

namespace mongokeep::keys {

namespace {

using stream::age::SecretBytes;

/// In bytes. A thousand keys, with a word about each.
constexpr std::size_t longest_key_file = std::size_t{1} << 18U;

/// Somebody has given the key itself in the place of its file. It is shown nowhere by us, but where it came from.
void refuse_secret(const std::filesystem::path& path) {
  if (!stream::age::holds_secret_key(path.string())) return;
  throw Error(ErrorKind::configuration, "read the key file", "", "a secret key was given instead of a file name",
              "Make a new key with `mongokeep keygen`: others may have seen this one. Give the path of its file");
}

Error unreadable(const std::filesystem::path& path, const std::string& cause) {
  return Error(ErrorKind::configuration, "read the key file", path.string(), cause);
}

Error unreadable(const std::filesystem::path& path, int error_number) {
  return cannot_read_given("read the key file", path.string(), error_number);
}

/// The file may be a pipe, as a shell makes of `<(…)`.
SecretBytes read_secret(const std::filesystem::path& path) {
  refuse_secret(path);
  const UniqueFd file(::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NOCTTY));
  if (file.get() < 0) throw unreadable(path, errno);
  SecretBytes room(longest_key_file);
  const std::span<char> bytes(reinterpret_cast<char*>(room.bytes().data()), room.size());
  std::size_t size = 0;
  try {
    while (size < bytes.size()) {
      const std::size_t got = read_some(file.get(), bytes.subspan(size), path.string());
      if (got == 0) return SecretBytes(std::string_view(bytes.data(), size));
      size += got;
    }
  } catch (const Error& error) {
    throw unreadable(path, error.error_number());
  }
  throw unreadable(path, "it is too large for a key file");
}

/// Without the one line feed that editors put at the end.
SecretBytes read_passphrase(const std::filesystem::path& path) {
  const SecretBytes whole = read_secret(path);
  std::string_view text = whole.text();
  if (text.ends_with('\n')) text.remove_suffix(1);
  if (text.ends_with('\r')) text.remove_suffix(1);
  return SecretBytes(text);
}

}  // namespace

std::optional<stream::age::Recipients> read_recipients(const Encryption& encryption) {
  using stream::age::Recipients;
  std::vector<std::string_view> texts(encryption.recipients.begin(), encryption.recipients.end());
  std::string origin = "the recipients";
  // Somebody may have named the file of his secret keys.
  SecretBytes file;
  if (!encryption.recipients_file.empty()) {
    file = read_secret(encryption.recipients_file);
    const std::vector<std::string_view> more = stream::age::recipients_in(file.text());
    if (more.empty()) throw unreadable(encryption.recipients_file, "it contains no recipient");
    texts.insert(texts.end(), more.begin(), more.end());
    origin = encryption.recipients_file.string();
  }
  if (encryption.passphrase_file.empty()) {
    if (texts.empty()) return std::nullopt;
    return Recipients::of_keys(texts, origin);
  }
  if (!texts.empty()) {
    throw Error(
        ErrorKind::configuration, "encrypt for", origin, "a passphrase was given as well",
        "Give recipients or a passphrase, not both. For the passphrase of an identity file, give --identity as well");
  }
  return Recipients::of_passphrase(read_passphrase(encryption.passphrase_file), encryption.passphrase_file.string());
}

ReadingKeys read_keys(const DecryptionKeys& keys) {
  const auto identities = std::make_shared<stream::age::Identities>();
  if (keys.most_scrypt_work < 1 || keys.most_scrypt_work > static_cast<int>(stream::age::highest_scrypt_work)) {
    throw Error(ErrorKind::configuration, "decrypt with", fmt::format("2^{} steps of scrypt", keys.most_scrypt_work),
                fmt::format("the number is not within 1 to {}", stream::age::highest_scrypt_work));
  }
  identities->set_most_scrypt_work(static_cast<unsigned>(keys.most_scrypt_work));
  // First the passphrase: the identity file may itself be sealed with it.
  if (!keys.passphrase_file.empty()) {
    identities->add_passphrase(read_passphrase(keys.passphrase_file), keys.passphrase_file.string());
  }
  if (!keys.identity_file.empty()) {
    identities->add_keys(read_secret(keys.identity_file), keys.identity_file.string());
  }
  return {identities, keys.accept_unsealed ? ReadingKeys::Unsealed::accepted : ReadingKeys::Unsealed::refused};
}

}  // namespace mongokeep::keys

namespace mongokeep {

std::vector<std::string> recipients_of(const DecryptionKeys& keys) {
  return keys::read_keys(keys).identities->recipients();
}

void check_rereadable(const Encryption& encryption, const DecryptionKeys& keys) {
  for (const std::filesystem::path& path :
       {encryption.recipients_file, encryption.passphrase_file, keys.identity_file, keys.passphrase_file}) {
    keys::refuse_secret(path);
    std::error_code missing;
    const auto type = std::filesystem::status(path, missing).type();
    using Type = std::filesystem::file_type;
    if (path.empty() || missing || type == Type::regular || type == Type::not_found) continue;
    throw Error(ErrorKind::configuration, "read the key file", path.string(),
                "it is not a regular file, so it can be read only once",
                "Keep the key in a regular file: it is needed several times");
  }
}

}  // namespace mongokeep
