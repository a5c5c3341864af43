#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "store/removal_note.h"

namespace mongokeep::store {

/// What lies in a store while a backup is being shipped there: `.arriving-NAME.json`, with whose it is. Until the
/// backup's own manifest is there, nothing else says which root has put the files there.
struct ShipmentMark {
  std::string root;   ///< as Arrivals::root_id() has it
  RemovalNote files;  ///< that are shipped, and of which backup

  static std::string file_name_for(const std::string& backup);
  /// The backup that a mark of this file name is about; nothing for other files.
  static std::optional<std::string> backup_of(std::string_view file_name);
  std::string text() const;
  /// Throws as RemovalNote::parse() does.
  static ShipmentMark parse(std::string_view text, const std::string& backup);

  /// Whether a file in the backup's folder is one of these, or what rclone was writing of one (`NAME.XXXXXXXX.partial`,
  /// in which it shortens a long name).
  bool covers(const std::string& file) const;
};

}  // namespace mongokeep::store
