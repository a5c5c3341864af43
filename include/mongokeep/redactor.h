#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mongokeep {

/// Takes secrets out of text that a driver, a server or a child may have put them into, or a user (a secret key of
/// age's). Without a secret to know it goes by shape alone: user information and secret options of connection strings.
///
/// What it knows it finds in any case of A–Z (the driver writes host names in lower case), percent-encoded, escaped as
/// JSON and C have it, in base64 and in hexadecimal digits. Where "…" says that a text was cut, what is left of a
/// secret there goes too.
///
/// A secret of one to three characters is taken out only where it stands as a word of its own: inside other words it
/// gives nothing away, and replacing it there would garble every line.
class Redactor {
 public:
  Redactor() = default;
  explicit Redactor(std::string_view connection_string) { add(connection_string); }

  /// Learns the secrets of one more string that is, or may be meant as, a connection string: the password, as written
  /// and percent-decoded, and secret options.
  void add(std::string_view connection_string);
  /// Learns a secret that is one as a whole: a token.
  void add_secret(std::string_view secret);
  /// Learns what is secret in the URL of a service: all that stands behind its host, and a password before it.
  void add_address(std::string_view url);

  /// Whether there is a secret to keep.
  bool holds_secret() const { return !secrets_.empty(); }

  /// The text with `***` for each secret.
  std::string cleaned(std::string_view text) const;

  /// The same for a text of a driver, a server or a child, which may have been cut anywhere: four characters or more
  /// that a secret begins with go at the end of the text, and those that it ends with at its beginning.
  std::string cleaned_foreign(std::string_view text) const;

  /// The same for our own fixed words: a password like "up" or "Backup" must not take apart a message that scripts look
  /// for, nor an example of a connection string in a hint be masked for its shape. Only what is written exactly so
  /// goes.
  std::string cleaned_own_words(std::string_view text) const;

 private:
  void learn(std::string_view secret);

  std::vector<std::string> secrets_;  ///< longest first
};

}  // namespace mongokeep
