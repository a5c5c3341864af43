#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "stream/age/file_key.h"
#include "stream/age/header.h"
#include "stream/age/secret_bytes.h"

namespace mongokeep::stream::age {

// A file key in a stanza, and out of it: the two kinds of the format that we know (C2SP age, "The X25519 recipient
// type", "The scrypt recipient type").

inline constexpr std::string_view x25519_type = "X25519";
inline constexpr std::string_view scrypt_type = "scrypt";

/// Log2 of the work that a passphrase is wrapped with: as stock `age` does, about a second and 256 MiB.
inline constexpr unsigned scrypt_work = 18;
/// That is done to open one, unless more is asked for: 1 GiB of memory and some seconds.
inline constexpr unsigned usual_scrypt_work = 20;
/// That can be asked for: 4 GiB, as with stock `age`.
inline constexpr unsigned highest_scrypt_work = 22;

Stanza wrap_for_key(const FileKey& key, std::string_view public_key);
Stanza wrap_for_passphrase(const FileKey& key, const SecretBytes& passphrase);

/// Nothing when it is for somebody else. Throws Error{damaged} for a stanza that is not in its kind's form.
std::optional<FileKey> unwrap_with_key(const Stanza& stanza, const SecretBytes& secret_key, const std::string& subject);
/// No more than 2^most_work steps are done for it: anybody can write a header that asks for more, to keep us busy.
std::optional<FileKey> unwrap_with_passphrase(const Stanza& stanza, const SecretBytes& passphrase, unsigned most_work,
                                              const std::string& subject);

}  // namespace mongokeep::stream::age
