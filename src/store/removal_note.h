#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mongokeep::store {

/// What lies in a store while a backup is being removed there: `.removing-NAME.json`, with what is to go. Once the
/// manifest has gone, nothing else says which files were ours.
struct RemovalNote {
  std::string backup;              ///< a dated name
  std::vector<std::string> files;  ///< relative to its folder; the manifest is not among them

  /// What a note's text may have, in bytes: some 200,000 files.
  static constexpr std::size_t longest = std::size_t{8} << 20U;
  static constexpr std::size_t most_files = 300'000;

  static std::string file_name_for(const std::string& backup);
  /// The backup that a note of this file name is about; nothing for other files.
  static std::optional<std::string> backup_of(std::string_view file_name);

  std::string text() const;
  /// Reads the note about `backup`. It comes from a store: throws Error{invalid_data} for what is no such note, and for
  /// a file that would lie outside the backup's folder.
  static RemovalNote parse(std::string_view text, const std::string& backup);
};

}  // namespace mongokeep::store
