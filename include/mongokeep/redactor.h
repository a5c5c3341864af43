#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mongokeep {

/// Takes secrets out of text that a driver or server may have put them into, or a user (a secret key of age's). Without
/// a connection string it goes by shape alone; with one it also knows the password (as written and percent-decoded) and
/// the secret options, wherever they turn up. Text has to come as it is: once it is escaped for JSON or a shell, a
/// secret may look different.
///
/// A secret of one to three characters is taken out only where it stands as a word of its own: inside other words it
/// gives nothing away, and replacing it there would garble every line.
class Redactor {
 public:
  Redactor() = default;
  explicit Redactor(std::string_view connection_string) { add(connection_string); }

  /// Learns the secrets of one more string that is, or may be meant as, a connection string.
  void add(std::string_view connection_string);

  /// Whether there is a secret to keep.
  bool holds_secret() const { return !secrets_.empty(); }

  /// The text with `***` for each secret.
  std::string cleaned(std::string_view text) const;

  /// The same for our own fixed words: a password like "up" must not take apart a message that scripts look for, nor an
  /// example of a connection string in a hint be masked for its shape.
  std::string cleaned_own_words(std::string_view text) const;

 private:
  std::vector<std::string> secrets_;  ///< longest first
};

}  // namespace mongokeep
