#include "mongo/uri/connection_string.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text/ascii_text.h"
#include "mongo/uri/uri_option_table.h"

namespace mongokeep::mongo {

namespace {

constexpr auto schemes = std::to_array<std::string_view>({"mongodb://", "mongodb+srv://"});
constexpr auto secret_options = std::to_array<std::string_view>(
    {"authmechanismproperties", "tlscertificatekeyfilepassword", "sslclientcertificatekeypassword", "proxypassword"});
/// RFC 3986 has these escaped in user information.
constexpr std::string_view reserved = "@:/?#[]";
/// And these part the options.
constexpr std::string_view reserved_in_option = "&;=";
constexpr std::size_t shortest_piece = 3;

std::size_t after_scheme(std::string_view uri) {
  const std::size_t found = uri.find("://");
  return found == std::string_view::npos ? 0 : found + 3;
}

struct Option {
  std::string name;  ///< lower case
  Span value;        ///< in the text given
};

/// What stands behind an `&` after a secret, and is no option, may be a part of it that was not escaped: it belongs to
/// the value then.
std::vector<Option> options_of(std::string_view text) {
  std::vector<Option> options;
  std::size_t at = text.find('?');
  while (at != std::string_view::npos) {
    const std::size_t begin = at + 1;
    at = text.find_first_of("&;", begin);
    const std::size_t end = std::min(at, text.size());
    const std::size_t equals = std::min(text.find('=', begin), end);
    const std::string name = ascii_lower(text.substr(begin, equals - begin));
    const bool is_next = !options.empty() && options.back().value.offset + options.back().value.length + 1 == begin;
    const bool is_option = is_driver_option(name) && equals < end;
    if (is_next && is_secret_option(options.back().name) && !is_option) {
      options.back().value.length = end - options.back().value.offset;
    } else if (equals < end) {
      options.push_back({name, {equals + 1, end - equals - 1}});
    }
  }
  return options;
}

void add_both_forms(std::vector<std::string>& secrets, std::string_view secret) {
  if (secret.empty()) return;
  secrets.emplace_back(secret);
  const std::string decoded = percent_decoded(secret);
  if (decoded != secret) secrets.push_back(decoded);
}

/// The driver splits a password that was not escaped at the wrong places, and may name a piece of it as a host,
/// port or database that is wrong.
void add_pieces(std::vector<std::string>& secrets, std::string_view secret, std::string_view separators) {
  if (secret.find_first_of(separators) == std::string_view::npos) return;
  while (!secret.empty()) {
    const std::size_t end = std::min(secret.find_first_of(separators), secret.size());
    if (end >= shortest_piece) add_both_forms(secrets, secret.substr(0, end));
    secret.remove_prefix(std::min(end + 1, secret.size()));
  }
}

/// Of `SERVICE_NAME:x,AWS_SESSION_TOKEN:y` only the token is a secret; all of it in other options.
void add_option(std::vector<std::string>& secrets, const Option& option, std::string_view value) {
  if (option.name != "authmechanismproperties") {
    add_both_forms(secrets, value);
    add_pieces(secrets, value, reserved_in_option);
    return;
  }
  const std::string properties = percent_decoded(value);
  for (const std::string_view text : {value, std::string_view(properties)}) {
    const std::size_t token = ascii_lower(text).find("aws_session_token");
    if (token == std::string_view::npos) continue;
    const std::size_t colon = text.find_first_of(":%", token);
    if (colon == std::string_view::npos) continue;
    const std::size_t begin = text[colon] == ':' ? colon + 1 : std::min(colon + 3, text.size());
    const std::string_view secret = text.substr(begin, text.find(',', begin) - begin);
    add_both_forms(secrets, secret);
    add_pieces(secrets, secret, reserved_in_option);
  }
}

/// Whether each @ stands in the value of an option that is one; otherwise the question mark before them may be a part
/// of a password.
bool has_at_in_known_options(std::string_view options) {
  std::size_t count = 0;
  for (std::size_t begin = 0; begin < options.size();) {
    const std::size_t end = std::min(options.find_first_of("&;", begin), options.size());
    const std::string_view option = options.substr(begin, end - begin);
    begin = end + 1;
    if (option.find('@') == std::string_view::npos) continue;
    const std::size_t equals = option.find('=');
    if (equals == std::string_view::npos || !is_driver_option(option.substr(0, equals))) return false;
    ++count;
  }
  return count > 0;
}

/// Where the @ was forgotten, the password stands in the place of a port. Nothing where a number or an IPv6 address is.
Span misplaced_password(std::string_view rest) {
  const std::string_view hosts = rest.substr(0, rest.find_first_of("/?"));
  for (std::size_t begin = 0; begin < hosts.size();) {
    const std::size_t end = std::min(hosts.find(',', begin), hosts.size());
    const std::string_view host = hosts.substr(begin, end - begin);
    const std::size_t colon = host.starts_with('[') ? std::string_view::npos : host.find(':');
    const std::string_view port = colon == std::string_view::npos ? std::string_view() : host.substr(colon + 1);
    const bool is_address = port.find(':') != std::string_view::npos;
    const std::string_view harmless = is_address ? "0123456789abcdefABCDEF:." : "0123456789";
    if (port.find_first_not_of(harmless) != std::string_view::npos) {
      return {begin + colon + 1, hosts.size() - begin - colon - 1};
    }
    begin = end + 1;
  }
  return {};
}

}  // namespace

bool is_secret_option(std::string_view name) {
  constexpr auto telling = std::to_array<std::string_view>({"passw", "pwd", "secret", "token"});
  const std::string lower = ascii_lower(name);
  return std::find(secret_options.begin(), secret_options.end(), lower) != secret_options.end() ||
         std::any_of(telling.begin(), telling.end(),
                     [&](std::string_view word) { return lower.find(word) != std::string::npos; });
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const auto high = text[i] == '%' && i + 2 < text.size() ? hex_digit_value(text[i + 1]) : std::nullopt;
    const auto low = high ? hex_digit_value(text[i + 2]) : std::nullopt;
    if (low) {
      decoded += static_cast<char>(*high * 16 + *low);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

std::size_t end_of_user_information(std::string_view rest) {
  const std::size_t question = rest.find('?');
  const bool is_in_options = question != std::string_view::npos && has_at_in_known_options(rest.substr(question + 1));
  return (is_in_options ? rest.substr(0, question) : rest).rfind('@');
}

std::vector<Span> secret_spans_of_uri(std::string_view uri) {
  std::vector<Span> spans;
  const std::size_t begin = after_scheme(uri);
  const std::size_t at = end_of_user_information(uri.substr(begin));
  if (at != std::string_view::npos && at > 0) spans.push_back({begin, at});
  if (at == std::string_view::npos) {
    const Span password = misplaced_password(uri.substr(begin));
    if (password.length > 0) spans.push_back({begin + password.offset, password.length});
  }
  const std::size_t host = at == std::string_view::npos ? begin : begin + at + 1;
  for (const Option& option : options_of(uri.substr(host))) {
    if (is_secret_option(option.name) && option.value.length > 0) {
      spans.push_back({host + option.value.offset, option.value.length});
    }
  }
  return spans;
}

std::vector<Span> secret_spans(std::string_view text) {
  std::vector<Span> spans;
  const std::string lower = ascii_lower(text);
  for (std::size_t at = lower.find("mongodb"); at != std::string::npos; at = lower.find("mongodb", at)) {
    const std::string_view here = std::string_view(lower).substr(at);
    const bool begins =
        std::any_of(schemes.begin(), schemes.end(), [&](auto scheme) { return here.starts_with(scheme); });
    if (!begins) {
      ++at;
      continue;
    }
    const auto ends = [](char c) {
      return static_cast<unsigned char>(c) <= ' ' || c == '"' || c == '\'' || c == '`' || c == '<' || c == '>';
    };
    const auto length = static_cast<std::size_t>(std::find_if(here.begin(), here.end(), ends) - here.begin());
    for (const Span& span : secret_spans_of_uri(text.substr(at, length))) {
      spans.push_back({at + span.offset, span.length});
    }
    at += length;
  }
  return spans;
}

std::vector<std::string> secrets_of(std::string_view uri) {
  std::vector<std::string> secrets;
  const std::string_view rest = uri.substr(after_scheme(uri));
  const std::size_t at = end_of_user_information(rest);
  const std::string_view user_information = at == std::string_view::npos ? std::string_view() : rest.substr(0, at);
  const std::size_t colon = user_information.find(':');
  if (colon != std::string_view::npos) {
    const std::string_view password = user_information.substr(colon + 1);
    add_both_forms(secrets, password);
    add_pieces(secrets, password, reserved);
  }
  if (at == std::string_view::npos) {
    const Span password = misplaced_password(rest);
    add_both_forms(secrets, rest.substr(password.offset, password.length));
  }
  const std::string_view after = at == std::string_view::npos ? rest : rest.substr(at + 1);
  for (const Option& option : options_of(after)) {
    if (is_secret_option(option.name))
      add_option(secrets, option, after.substr(option.value.offset, option.value.length));
  }
  return secrets;
}

}  // namespace mongokeep::mongo
