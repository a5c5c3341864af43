#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "stream/age/file_key.h"
#include "stream/age/secret_bytes.h"

namespace mongokeep::stream::age {

/// Who can open a file: the holders of some key pairs, or of one passphrase (the format allows no mixture).
class Recipients {
 public:
  /// `age1…` texts, in the order given; the same one twice counts once. Throws Error{configuration} that names the text
  /// and says what it is instead (a secret key, an ssh key, a typing error found by the checksum), but never shows a
  /// secret one, and for an empty list. `origin` names where they were given.
  static Recipients of_keys(const std::vector<std::string_view>& texts, const std::string& origin);
  /// Throws Error{configuration} for an empty one.
  static Recipients of_passphrase(SecretBytes passphrase, const std::string& origin);

  /// How many key pairs, or one for a passphrase.
  std::size_t count() const;

  /// The header of a file with this key, from its first line to the one with the MAC, which ends in a line feed.
  std::string header_for(const FileKey& key) const;

 private:
  using PublicKey = std::string;  ///< 32 bytes
  std::vector<PublicKey> keys_;
  SecretBytes passphrase_;
};

/// Whether a text has the beginning of a secret key anywhere, in letters of either case.
bool holds_secret_key(std::string_view text);

/// The recipients in a text of one to a line, `#` before comments, as `age -R` takes it.
/// Views of the text, which may turn out to be a secret one.
std::vector<std::string_view> recipients_in(std::string_view text);

}  // namespace mongokeep::stream::age
