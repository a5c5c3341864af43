#include "mongo/uri/uri_parts.h"

#include <algorithm>
#include <array>

#include "base/text/word_list.h"
#include "mongo/uri/connection_string.h"

namespace mongokeep::mongo {

namespace {

constexpr std::array<std::string_view, 2> known_schemes = {"mongodb", "mongodb+srv"};

std::vector<UriOption> uri_options(std::string_view text) {
  std::vector<UriOption> options;
  for (const std::string_view piece : split(text, '&')) {
    const std::size_t equals = piece.find('=');
    const bool has_value = equals != std::string_view::npos;
    options.push_back({piece.substr(0, equals), has_value ? piece.substr(equals + 1) : "", has_value});
  }
  // The driver lets an & stand at the end.
  if (options.back().name.empty() && !options.back().has_value) options.pop_back();
  return options;
}

}  // namespace

std::optional<UriParts> uri_parts(std::string_view uri) {
  UriParts parts;
  parts.scheme = uri.substr(0, uri.find("://"));
  if (parts.scheme.size() == uri.size()) return std::nullopt;
  if (std::find(known_schemes.begin(), known_schemes.end(), parts.scheme) == known_schemes.end()) return std::nullopt;
  std::string_view rest = uri.substr(parts.scheme.size() + 3);

  const std::size_t at = end_of_user_information(rest);
  if (at != std::string_view::npos) {
    const std::string_view information = rest.substr(0, at);
    const std::size_t colon = information.find(':');
    parts.user = information.substr(0, colon);
    if (colon != std::string_view::npos) parts.password = information.substr(colon + 1);
    rest.remove_prefix(at + 1);
  }
  parts.has_stray_at = rest.find('@') != std::string_view::npos;
  const std::size_t end_of_hosts = std::min(rest.find_first_of("/?"), rest.size());
  parts.hosts = split(rest.substr(0, end_of_hosts), ',');
  rest.remove_prefix(end_of_hosts);
  parts.lacks_slash = rest.starts_with('?');
  if (rest.starts_with('/')) rest.remove_prefix(1);
  const std::size_t question = std::min(rest.find('?'), rest.size());
  parts.database = rest.substr(0, question);
  if (question < rest.size()) parts.options = uri_options(rest.substr(question + 1));
  return parts;
}

}  // namespace mongokeep::mongo
