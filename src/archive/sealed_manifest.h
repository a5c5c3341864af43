#pragma once

#include <string>
#include <string_view>

#include "archive/manifest.h"
#include "stream/age/identities.h"
#include "stream/age/recipients.h"

namespace mongokeep::archive {

// The manifest of an encrypted backup holds itself a second time, whole, as an age file (docs/backup-format.md,
// "Encrypted backups"). What can be read without a key is a part of it, and has to be the same: an edit of the one is
// found out by whoever can open the other.

/// The manifest with its sealed part, for the same recipients as the files.
Manifest sealed_for(const stream::age::Recipients& recipients, Manifest manifest);

/// The whole manifest, of the text that a closed one was read from. `subject` names its file in errors.
/// Throws Error{sealed} when the identities do not open it, Error{damaged} where the text is not what was sealed.
Manifest opened_with(const stream::age::Identities& identities, const Manifest& closed, std::string_view text,
                     const std::string& subject);

}  // namespace mongokeep::archive
