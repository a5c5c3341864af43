#pragma once

#include <optional>

#include "keys/reading_keys.h"
#include "mongokeep/encryption.h"
#include "stream/age/recipients.h"

namespace mongokeep::keys {

/// Who the settings name as readers, their files read now; nobody: not encrypted.
/// Throws Error{configuration} for what is no recipient, for both kinds at once, and for a file that cannot be read.
std::optional<stream::age::Recipients> read_recipients(const Encryption& encryption);

/// What opens encrypted backups, the files read now; nothing where none is named. Throws Error{configuration}.
ReadingKeys read_keys(const DecryptionKeys& keys);

}  // namespace mongokeep::keys
