#pragma once

#include <string>
#include <vector>

#include "mongo/namespace.h"

namespace mongokeep::mongo {

/// Which collections the settings of a backup or a restore choose. Borrows the settings.
struct NamespaceChoice {
  const std::vector<std::string>& collections;  ///< by name; none: all
  const std::vector<std::string>& excluded_collections;
  const std::vector<std::string>& included_namespaces;  ///< patterns; none: all
  const std::vector<std::string>& excluded_namespaces;  ///< patterns

  bool includes(const Namespace& ns) const;

  struct Word {
    const char* setting;  ///< as the configuration file has it
    const std::string& text;
  };
  /// Of the patterns and the collections that are left out, what fits nothing that is there: likely a slip of the pen.
  std::vector<Word> unused(const std::vector<Namespace>& there) const;
};

template <typename Settings>
NamespaceChoice choice_of(const Settings& settings) {
  return {settings.collections, settings.excluded_collections, settings.included_namespaces,
          settings.excluded_namespaces};
}

}  // namespace mongokeep::mongo
