#include "store/rclone_config.h"

#include <algorithm>
#include <array>
#include <fstream>

#include "base/text/ascii_text.h"
#include "base/text/word_list.h"

namespace mongokeep::store {

namespace {

constexpr std::size_t longest_config = std::size_t{1} << 20U;

/// Kinds of remotes that are made of others (rclone.org/overview, "Virtual providers").
constexpr auto wrapping = std::to_array<std::string_view>(
    {"alias", "archive", "cache", "chunker", "combine", "compress", "crypt", "hasher", "union"});

std::string in_capitals(std::string text) {
  for (char& letter : text) {
    if (letter >= 'a' && letter <= 'z') letter = static_cast<char>(letter - 'a' + 'A');
  }
  return text;
}

std::string kind_in_environment(const std::string& remote, const std::vector<std::string>& environment) {
  for (const std::string& beginning : variable_beginnings(remote)) {
    for (const std::string& entry : environment) {
      if (entry.starts_with(beginning + "TYPE=")) return entry.substr(beginning.size() + 5);
    }
  }
  return {};
}

std::string kind_in_text(const std::string& remote, std::string_view text) {
  bool is_in_it = false;
  for (const std::string_view line : split(text, '\n')) {
    const std::string_view words = without_blanks(line);
    if (words.starts_with('[')) is_in_it = words == "[" + remote + "]";
    const auto setting = rclone_setting_in(words);
    if (is_in_it && setting && setting->name == "type") return std::string(setting->value);
  }
  return {};
}

}  // namespace

std::string rclone_config_text(const std::filesystem::path& config) {
  std::error_code unknown;
  if (config.empty() || !std::filesystem::is_regular_file(config, unknown)) return {};
  std::string text(longest_config, '\0');
  std::ifstream file(config, std::ios::binary);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  return text;
}

std::optional<RcloneSetting> rclone_setting_in(std::string_view line) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) return std::nullopt;
  return RcloneSetting{without_blanks(line.substr(0, equals)), without_blanks(line.substr(equals + 1))};
}

std::vector<std::string> variable_beginnings(const std::string& remote) {
  const std::string name = in_capitals(remote);
  std::string without_dashes = name;
  std::replace(without_dashes.begin(), without_dashes.end(), '-', '_');
  return {"RCLONE_CONFIG_" + name + "_", "RCLONE_CONFIG_" + without_dashes + "_"};
}

bool may_need_others(const std::string& remote, std::string_view text, const std::vector<std::string>& environment) {
  std::string kind = kind_in_environment(remote, environment);
  if (kind.empty()) kind = kind_in_text(remote, text);
  return kind.empty() || std::find(wrapping.begin(), wrapping.end(), kind) != wrapping.end();
}

}  // namespace mongokeep::store
