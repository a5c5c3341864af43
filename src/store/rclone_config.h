#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mongokeep::store {

/// The beginning of a configuration file of rclone's, 1 MiB at most: no person wrote what a longer one has behind it.
/// Empty where there is none, or none that can be read: that is rclone's to tell of.
std::string rclone_config_text(const std::filesystem::path& config);

/// `name = value`, or `NAME=value`, without the blanks around them.
struct RcloneSetting {
  std::string_view name;
  std::string_view value;
};

/// Nothing for a line that is no setting.
std::optional<RcloneSetting> rclone_setting_in(std::string_view line);

/// How variables of a remote's begin: `RCLONE_CONFIG_KEEP_`. Versions differ in what they make of a dash.
std::vector<std::string> variable_beginnings(const std::string& remote);

/// Whether this remote may need others: it wraps them (`crypt`), or its kind cannot be told. `text` is of the
/// configuration file; variables count before it.
bool may_need_others(const std::string& remote, std::string_view text, const std::vector<std::string>& environment);

}  // namespace mongokeep::store
