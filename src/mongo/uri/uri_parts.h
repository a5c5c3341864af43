#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mongokeep::mongo {

/// `name=value` behind the question mark of a connection string.
struct UriOption {
  std::string_view name;
  std::string_view value;
  bool has_value = true;  ///< false: there is no `=`
};

/// What a connection string holds, still percent-encoded. Views into the text that it was made of.
struct UriParts {
  std::string_view scheme;  ///< `mongodb` or `mongodb+srv`
  std::optional<std::string_view> user;
  std::optional<std::string_view> password;
  std::vector<std::string_view> hosts;  ///< as they stand between the commas, with their ports
  std::string_view database;
  std::vector<UriOption> options;
  bool lacks_slash = false;   ///< the question mark follows the hosts
  bool has_stray_at = false;  ///< an @ behind the hosts: what looks like an option may be a piece of the password

  bool is_srv() const { return scheme == "mongodb+srv"; }
};

/// Cuts the text up where the specification ("Connection String", "URI Options") does. Nothing where it does not begin
/// with one of the two schemes.
std::optional<UriParts> uri_parts(std::string_view uri);

}  // namespace mongokeep::mongo
