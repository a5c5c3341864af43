#pragma once

#include <chrono>
#include <compare>
#include <optional>
#include <string>

#include "archive/manifest.h"

namespace mongokeep::archive {

/// What a backup is of. Backups of different databases, of different choices among one's collections, or of a text that
/// has lost types may share a root: none of them takes another's place.
struct Subject {
  std::string database;        ///< empty: all databases
  std::string selection_mark;  ///< tells choices apart; empty: all that there is
  std::string text_format;     ///< as in Manifest
  /// Of all that there is in its database, or in all, but for what was excluded; not of chosen collections.
  bool is_whole = true;

  /// Whether it will do where one of everything is looked for, by somebody who usually backs up the choice of this
  /// mark.
  bool is_whole_for(const std::string& usual_mark) const { return is_whole || selection_mark == usual_mark; }

  auto operator<=>(const Subject&) const = default;
  /// Whether this one has every collection of `other`, which is of the same database or likewise of all.
  bool covers(const Subject& other) const {
    return database == other.database && (selection_mark.empty() || selection_mark == other.selection_mark);
  }
};

Subject subject_of(const Manifest& manifest);

/// What tells a backup's place among others; known of a damaged backup too, as long as its manifest can be read.
struct BackupHead {
  std::chrono::system_clock::time_point started_at;
  std::chrono::system_clock::time_point finished_at;
  std::optional<std::chrono::system_clock::time_point> made_after;
  Subject subject;
};

BackupHead head_of(const Manifest& manifest);

}  // namespace mongokeep::archive
