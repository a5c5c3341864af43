#include "store/rclone_environment.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

namespace mongokeep::store {

namespace {

constexpr auto handed_on = std::to_array<std::string_view>({"PATH",
                                                            "HOME",
                                                            "USER",
                                                            "LOGNAME",
                                                            "LANG",
                                                            "LC_ALL",
                                                            "TZ",
                                                            "TMPDIR",
                                                            "XDG_CONFIG_HOME",
                                                            "XDG_CACHE_HOME",
                                                            "SSL_CERT_FILE",
                                                            "SSL_CERT_DIR",
                                                            "HTTP_PROXY",
                                                            "HTTPS_PROXY",
                                                            "NO_PROXY",
                                                            "http_proxy",
                                                            "https_proxy",
                                                            "no_proxy",
                                                            "SSH_AUTH_SOCK",
                                                            "GOOGLE_APPLICATION_CREDENTIALS",
                                                            "RCLONE_CONFIG",
                                                            "RCLONE_CONFIG_PASS",
                                                            "RCLONE_PASSWORD_COMMAND"});

/// Of variables that are many: those of a remote, and of what cloud providers' own tools read.
constexpr auto families = std::to_array<std::string_view>({"RCLONE_CONFIG_", "AWS_", "AZURE_"});

bool is_handed_on(std::string_view name) {
  const auto begins = [&](std::string_view family) { return name.starts_with(family); };
  return std::find(handed_on.begin(), handed_on.end(), name) != handed_on.end() ||
         std::any_of(families.begin(), families.end(), begins);
}

}  // namespace

std::vector<std::string> rclone_environment(const std::vector<std::string>& ours) {
  std::vector<std::string> entries;
  for (const std::string& entry : ours) {
    if (is_handed_on(std::string_view(entry).substr(0, entry.find('=')))) entries.push_back(entry);
  }
  return entries;
}

std::vector<std::string> process_environment() {
  std::vector<std::string> entries;
  for (const char* const* entry = environ; *entry != nullptr; ++entry) entries.emplace_back(*entry);
  return entries;
}

}  // namespace mongokeep::store
