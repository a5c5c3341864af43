#include "restore/namespace_renaming.h"

#include <fmt/format.h>

#include <algorithm>
#include <map>
#include <optional>

#include "base/text/counted.h"
#include "mongokeep/error.h"

namespace mongokeep::restore {

namespace {

using Piece = NamespaceRenaming::Piece;
using Pattern = NamespaceRenaming::Pattern;
using Values = std::map<std::string, std::string_view>;

constexpr const char* hint =
    "Write the patterns as for mongorestore: --nsFrom 'shop.$c$' --nsTo 'test.$c$', or --nsFrom 'shop.*' --nsTo "
    "'test.*'";

Error wrong(const std::string& pattern, const std::string& cause) {
  return Error(ErrorKind::usage, "rename by the pattern", pattern, cause, hint);
}

void add_text(Pattern& pattern, char character) {
  if (pattern.empty() || pattern.back().kind != Piece::Kind::text) pattern.push_back({Piece::Kind::text, {}});
  pattern.back().text += character;
}

/// `shop.$c$`: what stands between two `$` is a variable.
Pattern parse_variables(const std::string& text) {
  Pattern pattern;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] != '$') {
      add_text(pattern, text[at]);
      continue;
    }
    const std::size_t end = text.find('$', at + 1);
    if (end == std::string::npos) throw wrong(text, "a `$` has no closing `$`");
    pattern.push_back({Piece::Kind::variable, text.substr(at + 1, end - at - 1)});
    at = end;
  }
  return pattern;
}

/// `shop.*`: variables without a name, numbered from the left.
Pattern parse_stars(const std::string& text) {
  Pattern pattern;
  int stars = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text[at] == '*') {
      pattern.push_back({Piece::Kind::variable, fmt::format("*{}", ++stars)});
    } else {
      if (text[at] == '\\' && at + 1 < text.size()) ++at;
      add_text(pattern, text[at]);
    }
  }
  return pattern;
}

std::vector<std::string> variables_of(const Pattern& pattern) {
  std::vector<std::string> names;
  for (const Piece& piece : pattern) {
    if (piece.kind == Piece::Kind::variable) names.push_back(piece.text);
  }
  return names;
}

void check_pair(const std::string& from_text, const Pattern& from, const std::string& to_text, const Pattern& to) {
  std::vector<std::string> known = variables_of(from);
  std::sort(known.begin(), known.end());
  if (std::adjacent_find(known.begin(), known.end()) != known.end()) {
    throw wrong(from_text, "it contains a variable twice");
  }
  for (const std::string& name : variables_of(to)) {
    if (std::binary_search(known.begin(), known.end(), name)) continue;
    throw wrong(to_text, name.starts_with('*') ? fmt::format("it has more `*` than {}", from_text)
                                               : fmt::format("${}$ is not in {}", name, from_text));
  }
}

/// Fits pieces from `at` on to the rest of a namespace; a variable first tries to stand for nothing.
bool fits(const Pattern& pattern, std::size_t at, std::string_view rest, Values& values) {
  if (at == pattern.size()) return rest.empty();
  const Piece& piece = pattern[at];
  if (piece.kind == Piece::Kind::text) {
    return rest.starts_with(piece.text) && fits(pattern, at + 1, rest.substr(piece.text.size()), values);
  }
  for (std::size_t taken = 0; taken <= rest.size(); ++taken) {
    values[piece.text] = rest.substr(0, taken);
    if (fits(pattern, at + 1, rest.substr(taken), values)) return true;
  }
  return false;
}

std::string filled(const Pattern& pattern, const Values& values) {
  std::string text;
  for (const Piece& piece : pattern) {
    text += piece.kind == Piece::Kind::text ? std::string_view(piece.text) : values.at(piece.text);
  }
  return text;
}

}  // namespace

NamespaceRenaming::NamespaceRenaming(const std::vector<std::string>& from, const std::vector<std::string>& to)
    : from_(from) {
  if (from.size() != to.size()) {
    throw Error(
        ErrorKind::usage, "rename namespaces", "",
        fmt::format("--nsFrom was given {}, but --nsTo {}", counted(from.size(), "time"), counted(to.size(), "time")),
        hint);
  }
  for (std::size_t pair = 0; pair < from.size(); ++pair) {
    const bool has_names = from[pair].find('$') != std::string::npos || to[pair].find('$') != std::string::npos;
    const auto parse = has_names ? parse_variables : parse_stars;
    Pattern first = parse(from[pair]);
    Pattern second = parse(to[pair]);
    check_pair(from[pair], first, to[pair], second);
    if (!has_names && variables_of(first).size() != variables_of(second).size()) {
      throw wrong(to[pair], fmt::format("it has fewer `*` than {}", from[pair]));
    }
    pairs_.emplace_back(std::move(first), std::move(second));
  }
}

void NamespaceRenaming::check_use(const std::vector<std::string>& namespaces) const {
  for (std::size_t pair = 0; pair < pairs_.size(); ++pair) {
    Values values;
    const auto fits_it = [&](const std::string& ns) { return fits(pairs_[pair].first, 0, ns, values); };
    if (std::any_of(namespaces.begin(), namespaces.end(), fits_it)) continue;
    throw wrong(from_[pair], "it matches none of the collections to restore");
  }
}

std::string NamespaceRenaming::renamed(const std::string& ns) const {
  for (auto pair = pairs_.rbegin(); pair != pairs_.rend(); ++pair) {
    Values values;
    if (fits(pair->first, 0, ns, values)) return filled(pair->second, values);
  }
  return ns;
}

}  // namespace mongokeep::restore
