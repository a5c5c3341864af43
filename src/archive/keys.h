#pragma once

#include <memory>
#include <optional>

#include "mongokeep/encryption.h"
#include "stream/age/identities.h"
#include "stream/age/recipients.h"

namespace mongokeep::archive {

/// Who the settings name as readers, their files read now; nobody: not encrypted.
/// Throws Error{configuration} for what is no recipient, for both kinds at once, and for a file that cannot be read.
std::optional<stream::age::Recipients> recipients_of(const Encryption& encryption);

/// What opens encrypted backups, the files read now; empty where none is named. Throws Error{configuration}.
std::shared_ptr<const stream::age::Identities> identities_of(const DecryptionKeys& keys);

}  // namespace mongokeep::archive
