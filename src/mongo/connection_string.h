#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace mongokeep::mongo {

// What has to be known of a MongoDB connection string to keep its secrets. The string itself goes to the driver
// verbatim and is not parsed here for any other purpose; where it is malformed, these functions hide more, not less.

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

/// Whether the connection string, with its scheme, has this option (in lower case), whatever its own case.
bool names_option(std::string_view uri, std::string_view name);

}  // namespace mongokeep::mongo
