#include "cli/restore_beside.h"

#include <algorithm>
#include <string_view>

#include "base/text/shell_word.h"
#include "mongokeep/redactor.h"

namespace mongokeep::cli {

namespace {

using Words = std::vector<std::string>;

/// The value of a flag that stands in words[at], or in the word behind; `words` is 0 where it is another one.
struct Value {
  std::size_t words = 0;
  std::string text;
};

Value value_at(const Words& words, std::size_t at, std::string_view flag) {
  const std::string joined = std::string(flag) + "=";
  if (words[at].starts_with(joined)) return {1, words[at].substr(joined.size())};
  if (words[at] == flag && at + 1 < words.size()) return {2, words[at + 1]};
  return {};
}

bool is_uri(std::string_view word) {
  return word.starts_with("mongodb://") || word.starts_with("mongodb+srv://");
}

bool has_secret(const std::string& uri) {
  return Redactor(uri).holds_secret() || Redactor(uri).cleaned(uri) != uri;
}

/// `test.*` → `test_restored.*`. Nothing where the database does not stand before a dot of its own.
std::optional<std::string> moved(const std::string& pattern, const std::string& suffix) {
  const std::size_t dot = pattern.find('.');
  if (dot == std::string::npos || dot == 0) return std::nullopt;
  const bool is_in_variable = std::count(pattern.begin(), pattern.begin() + static_cast<std::ptrdiff_t>(dot), '$') % 2;
  if (is_in_variable) return std::nullopt;
  return pattern.substr(0, dot) + suffix + pattern.substr(dot);
}

bool is_plain_name(const std::string& database) {
  return database.find_first_of("$*\\") == std::string::npos;
}

/// The renaming of all that no --nsTo of the user's sends elsewhere; it stands before those, since the last one wins.
Words renaming(const PlaceBeside& place) {
  if (place.databases.empty()) return {};
  const auto& [source, target] = *place.databases.begin();
  if (place.databases.size() == 1 && is_plain_name(source) && is_plain_name(target)) {
    return {"--nsFrom", source + ".*", "--nsTo", target + place.suffix + ".*"};
  }
  return {"--nsFrom", "$db$.$collection$", "--nsTo", "$db$" + place.suffix + ".$collection$"};
}

}  // namespace

std::optional<std::string> line_beside(const Words& words, const PlaceBeside& place) {
  if (place.suffix.empty()) return std::nullopt;
  Words due = renaming(place);
  std::string line = "mongokeep restore";
  bool is_whole = true;
  const auto add = [&](std::string_view word) {
    is_whole = is_whole && can_be_pasted(word);
    line += " " + shell_word(word);
  };
  const auto add_due = [&] {
    for (const std::string& word : due) add(word);
    due.clear();
  };
  for (std::size_t at = 0; at < words.size();) {
    if (words[at].starts_with("--nsFrom") || words[at].starts_with("--nsTo")) add_due();
    const Value uri = value_at(words, at, "--uri");
    const Value to = value_at(words, at, "--nsTo");
    const std::string address = uri.words > 0 ? uri.text : is_uri(words[at]) ? words[at] : "";
    if (!address.empty() && has_secret(address)) {
      line += " --uri \"$MONGOKEEP_URI\"";
    } else if (to.words > 0) {
      const auto other = moved(to.text, place.suffix);
      if (!other) return std::nullopt;
      add("--nsTo");
      add(*other);
    } else {
      for (std::size_t i = 0; i < std::max<std::size_t>(1, uri.words); ++i) add(words[at + i]);
    }
    at += std::max<std::size_t>(1, std::max(uri.words, to.words));
  }
  add_due();
  return is_whole ? std::optional(line) : std::nullopt;
}

}  // namespace mongokeep::cli
