#include "base/text/secret_name.h"

#include <algorithm>
#include <array>
#include <string>

#include "base/text/ascii_text.h"

namespace mongokeep {

bool is_secret_name(std::string_view name) {
  constexpr auto words = std::to_array<std::string_view>(
      {"pass", "secret", "key", "token", "sas_url", "credential", "auth", "signature", "cookie", "connection_string"});
  // These name a file, a kind, an account, or where to ask, and belong into a message.
  constexpr auto harmless =
      std::to_array<std::string_view>({"key_file", "file", "env_auth", "access_key_id", "type", "authority_host",
                                       "auth_mode", "relative_uri", "full_uri", "auth_scheme_preference"});
  const std::string lower = ascii_lower(name);
  const auto ends = [&](std::string_view word) { return lower.ends_with(word); };
  const auto has = [&](std::string_view word) { return lower.find(word) != std::string::npos; };
  return std::any_of(words.begin(), words.end(), has) && std::none_of(harmless.begin(), harmless.end(), ends);
}

bool is_cloud_variable(std::string_view name) {
  return name.starts_with("AWS_") || name.starts_with("AZURE_");
}

}  // namespace mongokeep
