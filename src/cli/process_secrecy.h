#pragma once

#include <array>
#include <string_view>

namespace mongokeep::cli {

/// How the environment's entries with connection strings begin.
inline constexpr std::array<std::string_view, 3> uri_entries = {
    "MONGOKEEP_URI=", "MONGOKEEP_AGAINST=", "MONGOKEEP_DRILL_URI="};

/// The same for URLs of health-check services, which are secrets as a whole but for the host.
inline constexpr std::array<std::string_view, 3> address_entries = {
    "MONGOKEEP_HOOKS_PING_URL=", "MONGOKEEP_HOOKS_CLEANUP_PING_URL=", "MONGOKEEP_HOOKS_DRILL_PING_URL="};

/// Entries of others: what the driver reads for MONGODB-AWS, and proxies that libcurl reads, perhaps with a password.
/// They stay where they are: the driver and libcurl read them later, and a hook's command may need them.
inline constexpr std::array<std::string_view, 3> token_entries = {
    "AWS_SECRET_ACCESS_KEY=", "AWS_SESSION_TOKEN=", "AWS_CONTAINER_AUTHORIZATION_TOKEN="};
inline constexpr std::array<std::string_view, 5> proxy_entries = {
    "http_proxy=", "https_proxy=", "HTTPS_PROXY=", "all_proxy=", "ALL_PROXY="};

/// Overwrites what is secret in the program's arguments and in the environment's entries of our own, where the kernel
/// keeps them: `ps`, /proc/…/cmdline and /proc/…/environ do not show it any more, to a child that runs as root neither.
/// Call it once everything has been copied. Connection strings lose their secrets, hooks (addresses and commands) and
/// rclone's remotes the whole value.
void hide_secrets(int argument_count, char** arguments, char** environment);

/// Keeps the process's memory out of core files and away from debuggers of the same user.
void forbid_core_files();

}  // namespace mongokeep::cli
