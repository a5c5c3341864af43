#include "mongo/namespace_choice.h"

#include <algorithm>

#include "mongo/namespace_pattern.h"

namespace mongokeep::mongo {

namespace {

bool has_name(const std::vector<std::string>& names, const Namespace& ns) {
  return std::find(names.begin(), names.end(), ns.collection) != names.end();
}

bool matches_any(const std::vector<std::string>& patterns, const Namespace& ns) {
  return std::any_of(patterns.begin(), patterns.end(),
                     [&](const std::string& pattern) { return matches_pattern(pattern, ns.text()); });
}

}  // namespace

bool NamespaceChoice::includes(const Namespace& ns) const {
  return (collections.empty() || has_name(collections, ns)) && !has_name(excluded_collections, ns) &&
         (included_namespaces.empty() || matches_any(included_namespaces, ns)) && !matches_any(excluded_namespaces, ns);
}

std::vector<NamespaceChoice::Word> NamespaceChoice::unused(const std::vector<Namespace>& there) const {
  std::vector<Word> unused;
  const auto add_unless_fits = [&](const char* setting, const std::vector<std::string>& words, auto fits) {
    for (const std::string& word : words) {
      const auto fits_word = [&](const Namespace& ns) { return fits(word, ns); };
      if (std::none_of(there.begin(), there.end(), fits_word)) unused.push_back({setting, word});
    }
  };
  const auto by_pattern = [](const std::string& word, const Namespace& ns) { return matches_pattern(word, ns.text()); };
  const auto by_name = [](const std::string& word, const Namespace& ns) { return word == ns.collection; };
  add_unless_fits("nsInclude", included_namespaces, by_pattern);
  add_unless_fits("nsExclude", excluded_namespaces, by_pattern);
  add_unless_fits("excludeCollection", excluded_collections, by_name);
  return unused;
}

}  // namespace mongokeep::mongo
