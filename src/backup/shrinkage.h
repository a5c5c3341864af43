#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "archive/manifest.h"

namespace mongokeep::backup {

/// A collection that has lost so many documents between two backups that somebody should look.
struct Shrinkage {
  enum class Kind {
    emptied,  ///< it had documents and has none
    shrunk,   ///< it has lost more than the share that was set
    gone,     ///< it had documents and is not there any more
  };
  Kind kind = Kind::shrunk;
  std::string database;  ///< empty in backups of one database
  std::string name;
  std::uint64_t documents = 0;
  std::uint64_t previous_documents = 0;

  bool operator==(const Shrinkage&) const = default;
};

/// What a backup was asked to hold.
enum class Scope {
  everything,  ///< every collection that is there: one that is missing is gone
  chosen,      ///< some of them: one that is missing may just not have been asked for
};

/// The collections of `before`, in its order, that have lost all their documents, or more than `percent` (1 to 100) of
/// them, until `now`. Compares only what both backups have stored, by database and name: a collection that failed and a
/// view's definition say nothing about documents. `scope` is that of `now`.
std::vector<Shrinkage> shrunken(const archive::Manifest& before, const archive::Manifest& now, int percent,
                                Scope scope);

}  // namespace mongokeep::backup
