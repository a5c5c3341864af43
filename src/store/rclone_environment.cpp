#include "store/rclone_environment.h"

#include <unistd.h>

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text/secret_name.h"
#include "store/rclone_config.h"

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

bool is_given(std::string_view entry, const GivenRemotes& remotes) {
  if (remotes.are_all) return entry.starts_with("RCLONE_CONFIG_");
  if (remotes.name.empty()) return false;
  // One of `keep_old` begins as one of `keep` does: rclone itself cannot tell them apart either.
  const std::vector<std::string> beginnings = variable_beginnings(remotes.name);
  return std::any_of(beginnings.begin(), beginnings.end(),
                     [&](const std::string& beginning) { return entry.starts_with(beginning); });
}

bool is_handed_on(std::string_view entry, const GivenRemotes& remotes) {
  const std::string_view name = entry.substr(0, entry.find('='));
  return std::find(handed_on.begin(), handed_on.end(), name) != handed_on.end() || is_cloud_variable(name) ||
         is_given(entry, remotes);
}

}  // namespace

std::vector<std::string> rclone_environment(const std::vector<std::string>& ours, const GivenRemotes& remotes) {
  std::vector<std::string> entries;
  for (const std::string& entry : ours) {
    if (is_handed_on(entry, remotes)) entries.push_back(entry);
  }
  return entries;
}

std::vector<std::string> process_environment() {
  std::vector<std::string> entries;
  for (const char* const* entry = environ; *entry != nullptr; ++entry) entries.emplace_back(*entry);
  return entries;
}

}  // namespace mongokeep::store
