#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mongokeep::mongo {

// What has to be known of a MongoDB connection string to keep its secrets. The string itself goes to the driver
// verbatim; where it is malformed, these functions hide more, not less. What is wrong with it: uri_check.h.

/// A part of a text, in bytes.
struct Span {
  std::size_t offset = 0;
  std::size_t length = 0;
};

/// Where one connection string, with its scheme or without, holds secrets: the user information before the @, and the
/// values of options that carry keys and passwords. In order, and not overlapping.
std::vector<Span> secret_spans_of_uri(std::string_view uri);

/// The same for every mongodb:// and mongodb+srv:// in a text; one ends at a blank, quote or control character.
std::vector<Span> secret_spans(std::string_view text);

/// The secrets of a connection string in every form that might turn up in a driver's message: the password as written
/// and percent-decoded, its pieces where it holds characters that ought to have been escaped, secret options.
std::vector<std::string> secrets_of(std::string_view uri);

/// Whether the value of this option is a secret: in any case, and also of one that the driver does not have, since what
/// somebody calls so was meant for another place.
bool is_secret_option(std::string_view name);

/// The text with what %XX stands for; a % that begins no such escape stays as it is.
std::string percent_decoded(std::string_view text);

/// Of what follows the scheme, the @ that ends the user information: the last one that does not stand in the value of
/// an option that is one. A slash or question mark before it belongs to a password that was not escaped. npos where
/// there is none.
std::size_t end_of_user_information(std::string_view rest);

}  // namespace mongokeep::mongo
