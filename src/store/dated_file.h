#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "archive/dated_name.h"

namespace mongokeep::store {

inline constexpr std::string_view dated_file_ending = ".json";

/// The name of a file of ours that is about one backup, such as `.removing-20th_Feb_2024.json`.
inline std::string dated_file_name(std::string_view opening, const std::string& backup) {
  return std::string(opening) + backup + std::string(dated_file_ending);
}

/// The backup that a file of this name is about; nothing for other files.
inline std::optional<std::string> backup_in(std::string_view file_name, std::string_view opening) {
  if (!file_name.starts_with(opening) || !file_name.ends_with(dated_file_ending)) return std::nullopt;
  if (file_name.size() < opening.size() + dated_file_ending.size()) return std::nullopt;
  file_name.remove_prefix(opening.size());
  file_name.remove_suffix(dated_file_ending.size());
  return archive::DatedName::parse(file_name) ? std::optional(std::string(file_name)) : std::nullopt;
}

}  // namespace mongokeep::store
