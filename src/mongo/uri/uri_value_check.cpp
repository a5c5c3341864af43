#include "mongo/uri/uri_value_check.h"

#include <fcntl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <charconv>
#include <string>
#include <system_error>
#include <vector>

#include "base/text/ascii_text.h"
#include "base/text/nearest_name.h"
#include "base/text/word_list.h"
#include "mongo/uri/connection_string.h"

namespace mongokeep::mongo {

namespace {

using Checked = std::optional<UriFault>;

/// A value that goes on with what looks like the next option.
std::string separator_hint(std::string_view value) {
  return value.find_first_of(";?") == std::string_view::npos ? "" : ". Separate options with &";
}

UriFault wrong_value(const KnownUriOption& option, std::string_view value, std::string wanted) {
  const std::string name(option.name);
  return {name + " is \"" + std::string(value.substr(0, value.find_first_of(";?"))) + "\"",
          name + " takes " + std::move(wanted) + separator_hint(value)};
}

Checked boolean_fault(const KnownUriOption& option, std::string_view value) {
  // All that the driver takes; it asks for true and false in a warning.
  constexpr auto taken =
      std::to_array<std::string_view>({"true", "false", "yes", "no", "y", "n", "t", "f", "1", "0", "-1"});
  if (std::find(taken.begin(), taken.end(), ascii_lower(value)) != taken.end()) return std::nullopt;
  return wrong_value(option, value, "true or false");
}

std::optional<std::int64_t> number_in(std::string_view value) {
  std::int64_t number = 0;
  const auto [end, error] = std::from_chars(value.data(), value.data() + value.size(), number);
  if (error != std::errc() || end != value.data() + value.size()) return std::nullopt;
  return number;
}

Checked number_fault(const KnownUriOption& option, std::string_view value) {
  const auto number = number_in(value);
  const std::string wanted =
      "a whole number from " + std::to_string(option.least) + " to " + std::to_string(option.most);
  if (!number) return wrong_value(option, value, wanted + (option.name.ends_with("MS") ? ", in milliseconds" : ""));
  if (*number < option.least || *number > option.most) return wrong_value(option, value, wanted);
  constexpr std::int64_t least_staleness = 90;
  if (option.name == "maxStalenessSeconds" && *number != -1 && *number < least_staleness) {
    return wrong_value(option, value, "-1, for no limit, or a number of seconds from 90");
  }
  return std::nullopt;
}

Checked word_fault(const KnownUriOption& option, std::string_view value) {
  const std::vector<std::string> words = split_words(option.words, ',');
  // The driver compares the level of a read concern exactly, and hands it on.
  const bool is_exact = option.name == "readConcernLevel";
  const bool is_one = std::any_of(words.begin(), words.end(), [&](const std::string& word) {
    return is_exact ? word == value : ascii_lower(word) == ascii_lower(value);
  });
  if (is_one) return std::nullopt;
  const auto nearest = nearest_name(value, words);
  return wrong_value(option, value, listed(words, "or") + (nearest ? ". Did you mean " + *nearest + "?" : ""));
}

Checked words_fault(const KnownUriOption& option, std::string_view value) {
  for (const std::string_view one : split(value, ',')) {
    if (one.empty()) return UriFault{std::string(option.name) + " has an empty word", "Write it as zstd,zlib"};
    if (auto fault = word_fault(option, one)) return fault;
  }
  return std::nullopt;
}

/// Values are not quoted: AWS_SESSION_TOKEN is a secret.
Checked pairs_fault(const KnownUriOption& option, std::string_view value) {
  const bool are_tags = option.name == "readPreferenceTags";
  if (value.empty() && are_tags) return std::nullopt;
  for (const std::string& pair : split_words(percent_decoded(value), ',')) {
    const std::size_t colon = pair.find(':');
    if (colon != std::string::npos && colon > 0) continue;
    return UriFault{std::string(option.name) + " has a part that is not key:value",
                    are_tags ? "Write it as readPreferenceTags=dc:ny,use:backup"
                             : "Write it as authMechanismProperties=SERVICE_NAME:mongodb"};
  }
  return std::nullopt;
}

Checked file_fault(const KnownUriOption& option, std::string_view value) {
  const std::string path = percent_decoded(value);
  if (::faccessat(AT_FDCWD, path.c_str(), R_OK, AT_EACCESS) == 0) return std::nullopt;
  return UriFault{
      std::string(option.name) + " names " + path + ", which cannot be read: " + std::generic_category().message(errno),
      "Correct the path, or the permissions of the file"};
}

Checked write_concern_fault(const KnownUriOption& option, std::string_view value) {
  const auto number = number_in(value);
  if (!number || (*number >= 0 && *number <= 50)) return std::nullopt;
  return wrong_value(option, value, "a number of members from 0 to 50, majority, or the name of a write concern");
}

Checked text_fault(const KnownUriOption& option, std::string_view value) {
  constexpr std::size_t longest_name = 128;
  if (option.name != "appName" || percent_decoded(value).size() <= longest_name) return std::nullopt;
  return UriFault{"appName is longer than 128 bytes", "Shorten it"};
}

}  // namespace

std::optional<UriFault> uri_value_fault(const KnownUriOption& option, std::string_view value) {
  if (option.name.empty()) return std::nullopt;
  if (value.empty() && option.name != "readPreferenceTags") {
    return UriFault{std::string(option.name) + " has no value", "Give it one, or leave it out"};
  }
  switch (option.kind) {
    case UriValueKind::boolean: return boolean_fault(option, value);
    case UriValueKind::number: return number_fault(option, value);
    case UriValueKind::word: return word_fault(option, value);
    case UriValueKind::words: return words_fault(option, value);
    case UriValueKind::pairs: return pairs_fault(option, value);
    case UriValueKind::file: return file_fault(option, value);
    case UriValueKind::text: return text_fault(option, value);
    case UriValueKind::write_concern: return write_concern_fault(option, value);
  }
  return std::nullopt;
}

}  // namespace mongokeep::mongo
