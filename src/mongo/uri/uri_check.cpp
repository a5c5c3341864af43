#include "mongo/uri/uri_check.h"

#include <algorithm>

#include "base/text/ascii_text.h"
#include "mongo/uri/connection_string.h"
#include "mongo/uri/port_number.h"
#include "mongo/uri/uri_option_check.h"
#include "mongo/uri/uri_parts.h"

namespace mongokeep::mongo {

namespace {

using Fault = std::optional<UriFault>;

constexpr std::string_view blanks_and_quotes = " \t\r\n\"'`";

std::string escape_of(char c) {
  constexpr std::string_view digits = "0123456789ABCDEF";
  const auto byte = static_cast<unsigned char>(c);
  return {'%', digits[byte >> 4U], digits[byte & 15U]};
}

/// What an editor, a shell or a configuration file has left around it or in it.
Fault edge_fault(std::string_view uri) {
  if (uri.empty()) return UriFault{"it is empty", "Write it as mongodb://user:password@host:27017/database"};
  if (uri.starts_with("\xEF\xBB\xBF")) {
    return UriFault{"it begins with a byte order mark", "Save the file as UTF-8 without one"};
  }
  const auto edge = [](char c) -> std::string {
    if (c == ' ' || c == '\t') return "a blank";
    if (c == '\r' || c == '\n') return "a line break";
    return std::string("the quote ") + c;
  };
  if (blanks_and_quotes.find(uri.front()) != std::string_view::npos) {
    return UriFault{"it begins with " + edge(uri.front()), "Remove it"};
  }
  if (blanks_and_quotes.find(uri.back()) != std::string_view::npos) {
    return UriFault{"it ends with " + edge(uri.back()), "Remove it"};
  }
  const auto is_control = [](char c) { return static_cast<unsigned char>(c) < ' ' || c == '\x7F'; };
  const auto control = std::find_if(uri.begin(), uri.end(), is_control);
  if (control == uri.end()) return std::nullopt;
  const bool is_break = *control == '\n' || *control == '\r';
  return UriFault{is_break ? "it has a line break in the middle" : "it has a control character in the middle",
                  is_break ? "Write it on one line" : "Remove it, or write it as " + escape_of(*control)};
}

Fault scheme_fault(std::string_view uri) {
  const std::string lower = ascii_lower(uri.substr(0, 16));
  std::string hint = "Write it as mongodb://user:password@host:27017/database";
  if (lower.starts_with("mongodb:") || lower.starts_with("mongodb+srv:")) {
    hint = "Write the beginning in lower case, with a colon and two slashes: mongodb://host/database";
  } else if (uri.starts_with("/") || uri.starts_with("./")) {
    hint = "To read the connection string from a file, use MONGOKEEP_URI_FILE";
  }
  return UriFault{"it does not begin with mongodb:// or mongodb+srv://", hint};
}

Fault percent_fault(std::string_view text, const std::string& place) {
  for (std::size_t at = text.find('%'); at != std::string_view::npos; at = text.find('%', at + 1)) {
    if (at + 2 < text.size() && hex_digit_value(text[at + 1]) && hex_digit_value(text[at + 2])) continue;
    return UriFault{"the " + place + " contains a `%` that is not followed by two hexadecimal digits",
                    "Write the character % as %25"};
  }
  return std::nullopt;
}

/// `place` is "user" or "password".
Fault escape_fault(std::string_view text, const std::string& place) {
  const std::size_t bad = text.find_first_of("@:/?");
  if (bad == std::string_view::npos) return percent_fault(text, place);
  return UriFault{"the " + place + " contains a `" + text[bad] + "` that is not percent-encoded",
                  "Write it as " + escape_of(text[bad])};
}

Fault user_fault(const UriParts& parts) {
  if (!parts.user) return std::nullopt;
  if (parts.user->empty()) {
    return UriFault{"there is no user before the @", "Write it as mongodb://user:password@host, or leave the @ out"};
  }
  if (auto fault = escape_fault(*parts.user, "user")) return fault;
  return parts.password ? escape_fault(*parts.password, "password") : std::nullopt;
}

/// A port is not quoted: where the @ was forgotten, it is the password.
Fault host_fault(std::string_view host, const std::string& place, bool is_srv) {
  const bool is_bracketed = host.starts_with('[');
  const std::size_t bracket = host.find(']');
  if (is_bracketed && bracket == std::string_view::npos) {
    return UriFault{"the IPv6 address of " + place + " has no closing bracket", "Write it as [::1]:27017"};
  }
  const std::string_view behind = is_bracketed ? host.substr(bracket + 1) : host;
  const std::size_t colon = behind.find(':');
  if (host.empty() || colon == 0) {
    if (is_bracketed && colon == 0) {
      return is_port(behind.substr(1)) ? std::nullopt
                                       : Fault(UriFault{"the port of " + place + " is not a number from 1 to 65535",
                                                        "Correct it, or leave it out to use 27017"});
    }
    if (host.starts_with("::")) {
      return UriFault{place + " is an IPv6 address without brackets", "Write it as [::1]:27017"};
    }
    return UriFault{place + " is empty",
                    "Write it as mongodb://host:27017/database. In a socket's path, write each / as %2F"};
  }
  if (host.find_first_of(" \"'\\<>") != std::string_view::npos) {
    return UriFault{place + " contains a character that is not allowed in a host name",
                    "Remove blanks and quotes from it"};
  }
  if (colon == std::string_view::npos) return std::nullopt;
  if (is_srv) {
    return UriFault{"mongodb+srv:// takes no port", "Leave the port out: the DNS record contains it"};
  }
  if (std::count(behind.begin(), behind.end(), ':') > 1) {
    return UriFault{place + " has more than one colon", "Write an IPv6 address in brackets: [::1]:27017"};
  }
  if (is_port(behind.substr(colon + 1))) return std::nullopt;
  return UriFault{"the port of " + place + " is not a number from 1 to 65535",
                  "Correct it, or leave it out to use 27017. If this is a password, the @ after it is missing"};
}

Fault hosts_fault(const UriParts& parts) {
  if (parts.is_srv() && parts.hosts.size() > 1) {
    return UriFault{"mongodb+srv:// takes one host name", "Give only the name that has the SRV record"};
  }
  for (std::size_t i = 0; i < parts.hosts.size(); ++i) {
    const std::string place = parts.hosts.size() == 1 ? "the host" : "host " + std::to_string(i + 1);
    if (auto fault = host_fault(parts.hosts[i], place, parts.is_srv())) return fault;
  }
  if (!parts.lacks_slash) return std::nullopt;
  return UriFault{"a / is missing between the host and the ?", "Write it as mongodb://host/?option=value"};
}

Fault database_fault(std::string_view encoded) {
  constexpr std::size_t longest = 63;
  if (auto fault = percent_fault(encoded, "database's name")) return fault;
  const std::string name = percent_decoded(encoded);
  const std::size_t bad = name.find_first_of(std::string_view("/\\. \"$\0", 7));
  if (bad != std::string::npos) {
    return UriFault{name[bad] == '\0' ? std::string("the database's name contains a NUL")
                                      : "the database's name contains a `" + std::string(1, name[bad]) + "`",
                    "A database's name cannot contain a blank, quote, dollar sign, dot, slash or backslash"};
  }
  if (name.size() <= longest) return std::nullopt;
  return UriFault{"the database's name is longer than 63 bytes", "Correct it: MongoDB allows at most 63 bytes"};
}

}  // namespace

std::optional<UriFault> uri_fault(std::string_view uri) {
  if (auto fault = edge_fault(uri)) return fault;
  const auto parts = uri_parts(uri);
  if (!parts) return scheme_fault(uri);
  Fault fault = user_fault(*parts);
  if (!fault) fault = hosts_fault(*parts);
  if (!fault) fault = database_fault(parts->database);
  if (!fault) fault = uri_options_fault(*parts);
  if (fault && parts->has_stray_at) {
    return UriFault{"it has an @ after the host name",
                    "In user and password, write @ as %40, : as %3A, / as %2F, ? as %3F and % as %25"};
  }
  return fault;
}

std::vector<std::string> idle_uri_options(std::string_view uri) {
  const auto parts = uri_parts(uri);
  return parts && !parts->has_stray_at ? idle_options(*parts) : std::vector<std::string>{};
}

}  // namespace mongokeep::mongo
