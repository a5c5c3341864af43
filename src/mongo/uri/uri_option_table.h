#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace mongokeep::mongo {

enum class UriValueKind {
  boolean,
  number,
  word,   ///< one of `words`
  words,  ///< any of `words`, separated by commas
  pairs,  ///< key:value, separated by commas
  file,   ///< a path to something that can be read
  text,
  write_concern,
};

/// An option of a connection string: "URI Options" of the drivers' specifications, as far as libmongoc has them, and
/// libmongoc's own.
struct KnownUriOption {
  std::string_view name;  ///< as the specification spells it
  UriValueKind kind;
  std::int64_t least = 0;  ///< of a number
  std::int64_t most = 0;
  std::string_view words = {};  ///< separated by commas
};

/// The option of this name, in any case; null where libmongoc has none.
const KnownUriOption* known_uri_option(std::string_view name);

/// Whether other drivers have an option of this name, which libmongoc ignores.
bool is_option_of_other_drivers(std::string_view name);

/// Whether the option names a proxy, as other drivers take it.
bool is_proxy_option(std::string_view name);

/// Whether the driver, or another one, takes an option of this name.
bool is_driver_option(std::string_view name);

/// The known option that was most likely meant.
std::optional<std::string> nearest_uri_option(std::string_view name);

}  // namespace mongokeep::mongo
