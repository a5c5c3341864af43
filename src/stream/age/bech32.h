#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "stream/age/secret_bytes.h"

namespace mongokeep::stream::age {

// Bech32 (BIP 173), as keys are written: `age1…`, `AGE-SECRET-KEY-1…`. Without that paper's limit on the length.

/// The text of 32 bytes under the prefix, in lower case.
SecretBytes bech32_text(std::string_view prefix, std::string_view bytes);

/// The bytes of a text that has this prefix, in this case; nothing for any other, and for one that its checksum shows
/// to be mistyped.
std::optional<SecretBytes> bytes_of_bech32(std::string_view prefix, std::string_view text);

}  // namespace mongokeep::stream::age
