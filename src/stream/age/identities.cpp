#include "stream/age/identities.h"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "mongokeep/error.h"
#include "stream/age/age_file.h"
#include "stream/age/bech32.h"
#include "stream/age/crypto.h"
#include "stream/age/header.h"
#include "stream/age/key_lines.h"
#include "stream/age/key_wrap.h"
#include "stream/memory_read_at.h"

namespace mongokeep::stream::age {

namespace {

constexpr std::string_view secret_prefix = "AGE-SECRET-KEY-";

Error refused_identity(const std::string& origin, const std::string& cause, const std::string& hint) {
  return Error(ErrorKind::configuration, "read the keys in", origin, cause, hint);
}

Error not_an_identity(std::string_view line, std::size_t number, const std::string& origin) {
  const std::string hint =
      "An identity is a line that begins with AGE-SECRET-KEY-1, as `mongokeep keygen` and `age-keygen` write it";
  const std::string where = fmt::format("line {} ", number);
  if (line.starts_with("age1"))
    return refused_identity(origin, where + "is a recipient (the public key), not an identity", hint);
  if (line.starts_with("-----BEGIN AGE")) {
    return refused_identity(
        origin, where + "begins an armored age file",
        "Decrypt it with `age -d`, and encrypt it again without -a: the armored form is not supported");
  }
  if (line.starts_with("-----BEGIN"))
    return refused_identity(origin, where + "begins a key of SSH or another program", hint);
  if (line.starts_with("AGE-PLUGIN-"))
    return refused_identity(origin, where + "is for an age plugin, which is not supported", hint);
  return refused_identity(origin, where + "is not an identity, or contains a typing error", hint);
}

/// Each identity is tried with each stanza, some 50 microseconds a time. Anybody can write a header of thousands.
constexpr std::size_t most_tries = 100'000;

SecretBytes opened_with(const SecretBytes& passphrase, unsigned most_work, const SecretBytes& text,
                        const std::string& origin) {
  if (passphrase.size() == 0) {
    throw refused_identity(origin, "the identity file is encrypted with a passphrase",
                           "Give the passphrase with --passphraseFile FILE");
  }
  Identities opener;
  opener.add_passphrase(SecretBytes(passphrase.text()), origin);
  opener.set_most_scrypt_work(most_work);
  const MemoryReadAt sealed(text.text());
  const AgeFile file(sealed, opener.open(sealed, origin), origin);
  SecretBytes opened(static_cast<std::size_t>(file.size()));
  file.read_at(0, {reinterpret_cast<char*>(opened.bytes().data()), opened.size()});
  return opened;
}

/// Why none of what is at hand opens a file.
std::string cause_for(const Header& header, std::size_t keys, bool has_passphrase) {
  const bool wants_passphrase = header.stanzas.front().arguments.front() == scrypt_type;
  if (keys == 0 && !has_passphrase) return "it is encrypted, but no key was given";
  if (wants_passphrase) {
    return has_passphrase ? "the passphrase does not open it"
                          : "it is encrypted with a passphrase, but no passphrase was given";
  }
  if (keys == 0) return "it is encrypted for key pairs, but no identity was given";
  return keys == 1 ? "the given identity does not open it"
                   : fmt::format("none of the {} given identities opens it", keys);
}

}  // namespace

Identity Identity::generate() {
  Identity identity{SecretBytes(x25519_key_size)};
  fill_random_secret(identity.key);
  return identity;
}

std::string Identity::recipient() const {
  return std::string(bech32_text("age", x25519_public(key)).text());
}

SecretBytes Identity::text() const {
  SecretBytes text = bech32_text(secret_prefix, key.text());
  for (std::uint8_t& byte : text.bytes()) {
    if (byte >= 'a' && byte <= 'z') byte = static_cast<std::uint8_t>(byte - 'a' + 'A');
  }
  return text;
}

void Identities::add_keys(const SecretBytes& text, const std::string& origin) {
  if (text.text().starts_with(Header::opening))
    return add_keys(opened_with(passphrase_, most_scrypt_work_, text, origin), origin);
  const std::size_t before = identities_.size();
  for_each_key_line(text.text(), [&](std::string_view line, std::size_t number) {
    std::optional<SecretBytes> key = bytes_of_bech32(secret_prefix, line);
    if (!key || key->size() != x25519_key_size) throw not_an_identity(line, number, origin);
    identities_.push_back({*std::move(key)});
  });
  if (identities_.size() == before) throw refused_identity(origin, "it contains no identity", "");
}

void Identities::add_passphrase(SecretBytes passphrase, const std::string& origin) {
  if (passphrase.size() == 0) throw refused_identity(origin, "the passphrase is empty", "");
  passphrase_ = std::move(passphrase);
}

bool Identities::empty() const {
  return identities_.empty() && passphrase_.size() == 0;
}

std::vector<std::string> Identities::recipients() const {
  std::vector<std::string> all;
  for (const Identity& identity : identities_) all.push_back(identity.recipient());
  return all;
}

FileKey Identities::open(const ReadAt& file, const std::string& subject) const {
  const Header header = Header::read(file, subject);
  for (const Stanza& stanza : header.stanzas) {
    const std::string& type = stanza.arguments.front();
    if (type == scrypt_type && header.stanzas.size() > 1) {
      throw Error(ErrorKind::damaged, "decrypt", subject,
                  "it is encrypted for a passphrase and for recipients, which the format forbids");
    }
  }
  if (header.stanzas.size() * identities_.size() > most_tries) {
    throw Error(ErrorKind::sealed, "decrypt", subject,
                fmt::format("it has {} recipients, and {} identities were given: to try them all is too much work",
                            header.stanzas.size(), identities_.size()),
                "Give the one identity that opens it");
  }
  std::optional<FileKey> key;
  for (const Stanza& stanza : header.stanzas) {
    const std::string& type = stanza.arguments.front();
    if (type == scrypt_type && passphrase_.size() > 0)
      key = unwrap_with_passphrase(stanza, passphrase_, most_scrypt_work_, subject);
    if (type != x25519_type) continue;
    for (const Identity& identity : identities_) {
      if (!key) key = unwrap_with_key(stanza, identity.key, subject);
    }
  }
  if (!key) {
    throw Error(ErrorKind::sealed, "decrypt", subject, cause_for(header, identities_.size(), passphrase_.size() > 0),
                "Give the identity of one of its recipients with --identity FILE, or its passphrase with "
                "--passphraseFile FILE");
  }
  if (header.is_of(*key)) return *std::move(key);
  throw Error(ErrorKind::damaged, "decrypt", subject, "its header was changed");
}

std::uint64_t header_size(const ReadAt& file, const std::string& subject) {
  return Header::read(file, subject).size;
}

}  // namespace mongokeep::stream::age
