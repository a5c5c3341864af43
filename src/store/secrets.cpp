#include "store/secrets.h"

#include <algorithm>
#include <array>
#include <fstream>
#include <string>
#include <string_view>

#include "base/text/ascii_text.h"
#include "base/text/word_list.h"

namespace mongokeep::store {

namespace {

/// In bytes. What a longer file has behind it no person wrote.
constexpr std::size_t longest_config = std::size_t{1} << 20U;

bool is_secret(std::string_view name) {
  constexpr auto words = std::to_array<std::string_view>(
      {"pass", "secret", "key", "token", "sas_url", "credential", "auth", "signature", "cookie"});
  // These name a file, a kind, or an account, and belong into a message.
  constexpr auto harmless = std::to_array<std::string_view>({"key_file", "file", "env_auth", "access_key_id", "type"});
  const std::string lower = ascii_lower(name);
  const auto ends = [&](std::string_view word) { return lower.ends_with(word); };
  const auto has = [&](std::string_view word) { return lower.find(word) != std::string::npos; };
  return std::any_of(words.begin(), words.end(), has) && std::none_of(harmless.begin(), harmless.end(), ends);
}

std::string_view trimmed(std::string_view text) {
  const std::size_t begin = text.find_first_not_of(" \t\r");
  if (begin == std::string_view::npos) return {};
  return text.substr(begin, text.find_last_not_of(" \t\r") - begin + 1);
}

/// `name = value`.
void learn(std::string_view line, Redactor& secrets) {
  const std::size_t equals = line.find('=');
  if (equals == std::string_view::npos) return;
  const std::string_view value = trimmed(line.substr(equals + 1));
  const bool is_word = value == "true" || value == "false";
  if (!value.empty() && !is_word && is_secret(trimmed(line.substr(0, equals)))) secrets.add_secret(value);
}

}  // namespace

Redactor secrets_of(const std::filesystem::path& config, const std::vector<std::string>& environment) {
  Redactor secrets;
  for (const std::string& entry : environment) {
    if (entry.starts_with("RCLONE_CONFIG_") || entry.starts_with("AWS_") || entry.starts_with("AZURE_")) {
      learn(entry, secrets);
    }
  }
  if (config.empty()) return secrets;
  std::error_code unknown;
  if (!std::filesystem::is_regular_file(config, unknown)) return secrets;
  std::string text(longest_config, '\0');
  std::ifstream file(config, std::ios::binary);
  file.read(text.data(), static_cast<std::streamsize>(text.size()));
  text.resize(static_cast<std::size_t>(file.gcount()));
  for (const std::string_view line : split(text, '\n')) learn(line, secrets);
  return secrets;
}

}  // namespace mongokeep::store
