#include "store/trial_folder.h"

#include <fmt/format.h>

#include <cstdio>
#include <fstream>
#include <set>
#include <utility>

#include "base/json/json.h"
#include "base/text/random_digits.h"
#include "mongokeep/error.h"
#include "store/remedy.h"

namespace mongokeep::store {

namespace {

constexpr const char* operation = "try";

/// RFC 3339, as rclone prints it: in UTC, or with an offset.
std::optional<std::chrono::system_clock::time_point> time_in(const std::string& text) {
  int year = 0;
  unsigned month = 0;
  unsigned day = 0;
  int hours = 0;
  int minutes = 0;
  int seconds = 0;
  int begin_of_rest = 0;
  const int fields = std::sscanf(text.c_str(), "%4d-%2u-%2uT%2d:%2d:%2d%n", &year, &month, &day, &hours, &minutes,
                                 &seconds, &begin_of_rest);
  const std::chrono::year_month_day date{std::chrono::year(year), std::chrono::month(month), std::chrono::day(day)};
  // Further years do not fit the system's clock, which counts nanoseconds.
  if (fields != 6 || !date.ok() || year < 1970 || year > 2261) return std::nullopt;
  std::chrono::minutes offset{0};
  const std::size_t sign = text.find_first_of("+-", static_cast<std::size_t>(begin_of_rest));
  if (sign != std::string::npos) {
    int offset_hours = 0;
    int offset_minutes = 0;
    if (std::sscanf(text.c_str() + sign + 1, "%2d:%2d", &offset_hours, &offset_minutes) != 2) return std::nullopt;
    offset = std::chrono::hours(offset_hours) + std::chrono::minutes(offset_minutes);
    if (text[sign] == '-') offset = -offset;
  }
  return std::chrono::sys_days(date) + std::chrono::hours(hours) + std::chrono::minutes(minutes) +
         std::chrono::seconds(seconds) - offset;
}

/// Long before any store's clock.
constexpr std::chrono::system_clock::time_point long_ago = std::chrono::sys_days(std::chrono::year(2001) / 1 / 1);

}  // namespace

TrialFolder::TrialFolder(const Remote& remote, const RemoteFacts& facts)
    : remote_(remote), facts_(facts), name_(std::string(name_begins_with) + random_digits(24)) {}

void TrialFolder::write_here(const std::string& file, std::string_view text) const {
  std::ofstream stream(local_.path() / file, std::ios::binary | std::ios::trunc);
  stream.write(text.data(), static_cast<std::streamsize>(text.size()));
  stream.close();
  if (!stream)
    throw Error(ErrorKind::storage, "write the test file", (local_.path() / file).string(), "it cannot be written");
}

void TrialFolder::ship(const std::string& file, std::string_view text, const std::stop_token& stop) {
  write_here(file, text);
  files_.push_back(file);
  remote_.copy({.from = local_.path(), .to = name_, .files = {file}, .has_conditions = facts_.has_conditions}, nullptr,
               stop);
}

void TrialFolder::ship_locked(const std::string& file, std::string_view text, std::chrono::seconds time,
                              const std::stop_token& stop) {
  write_here(file, text);
  files_.push_back(file);
  const RcloneCall call{.words = {"copyto", (local_.path() / file).string(), remote_.address(path_of(file)),
                                  "--s3-object-lock-mode=COMPLIANCE",
                                  fmt::format("--s3-object-lock-retain-until-date={}s", time.count())}};
  remote_.rclone().succeed(call, "ship a locked file to", remote_.name(), stop);
}

void TrialFolder::write_over(const std::string& file, std::string_view text, const std::stop_token& stop) {
  write_here(file, text);
  const RcloneCall call{
      .words = {"copyto", (local_.path() / file).string(), remote_.address(path_of(file)), "--ignore-times"}};
  remote_.rclone().succeed(call, "write over a file of", remote_.name(), stop);
}

std::string TrialFolder::read(const std::string& file, std::uint64_t offset, std::uint64_t count,
                              const std::stop_token& stop) const {
  return remote_.read(path_of(file), offset, count, stop);
}

void TrialFolder::rename(const std::string& from, const std::string& to, const std::stop_token& stop) {
  files_.push_back(to);
  const RcloneCall call{.words = {"moveto", remote_.address(path_of(from)), remote_.address(path_of(to))}};
  remote_.rclone().succeed(call, "rename a file of", remote_.name(), stop);
}

void TrialFolder::remove(const std::string& file, const std::stop_token& stop) const {
  remote_.remove(path_of(file), stop);
}

std::vector<std::string> TrialFolder::list(Versions versions, const std::stop_token& stop) const {
  std::vector<std::string> names;
  if (versions == Versions::newest) {
    remote_.list(
        name_, Remote::Depth::files, "", [&](const RemoteEntry& entry) { names.push_back(entry.path); }, stop);
    return names;
  }
  const RcloneCall call{
      .words = {"lsjson", "--no-mimetype", "--no-modtime", "--s3-versions", remote_.folder_address(name_)}};
  const Json json = Json::parse(remote_.rclone().succeed(call, "list", remote_.name(), stop), nullptr, false);
  if (!json.is_array()) throw Error(ErrorKind::storage, "list", remote_.name(), "rclone's list cannot be read");
  for (const Json& entry : json) {
    const auto path = entry.is_object() ? entry.find("Path") : entry.end();
    if (path != entry.end() && path->is_string()) names.push_back(path->get<std::string>());
  }
  return names;
}

void TrialFolder::remove_version(const std::string& version, const std::stop_token& stop) const {
  const RcloneCall call{.words = {"deletefile", "--s3-versions", remote_.address(path_of(version))}};
  remote_.rclone().succeed(call, "remove a version from", remote_.name(), stop);
}

std::optional<std::chrono::system_clock::time_point> TrialFolder::time_of_arrival(const std::stop_token& stop) {
  const std::string file = "clock";
  write_here(file, "clock\n");
  files_.push_back(file);
  std::error_code unheard;
  // A store that shows this time shows the file's, and none of its own.
  std::filesystem::last_write_time(local_.path() / file, std::chrono::file_clock::from_sys(long_ago), unheard);
  remote_.rclone().succeed({.words = {"copyto", (local_.path() / file).string(), remote_.address(path_of(file)),
                                      "--local-no-set-modtime", "--sftp-set-modtime=false"}},
                           operation, remote_.name(), stop);
  const std::string list = remote_.rclone().succeed(
      {.words = {"lsjson", "--files-only", "--use-server-modtime", remote_.folder_address(name_)}}, operation,
      remote_.name(), stop);
  const Json json = Json::parse(list, nullptr, false);
  if (!json.is_array()) return std::nullopt;
  for (const Json& entry : json) {
    if (!entry.is_object() || entry.value("Path", Json()) != file) continue;
    const auto time = entry.find("ModTime");
    const auto told = time != entry.end() && time->is_string() ? time_in(time->get<std::string>()) : std::nullopt;
    return told && *told - long_ago > std::chrono::days(2) ? told : std::nullopt;
  }
  return std::nullopt;
}

/// Object stores have no folders, and may have versions: purging takes those too. Elsewhere each file goes by its name,
/// since a folder could be something else by then.
void TrialFolder::remove_all(const std::stop_token& stop) const {
  if (facts_.has_objects) {
    const RcloneEnd end = remote_.rclone().run({.words = {"purge", remote_.folder_address(name_)}}, stop);
    if (end.code == 0 || end.code == RcloneEnd::no_folder) return;
    // A lock, or a missing right: what can be seen goes at least, one after the other.
  }
  const std::vector<std::string> listed = list(Versions::newest, stop);
  for (const std::string& file : std::set<std::string>(listed.begin(), listed.end())) remove(file, stop);
  if (!facts_.has_objects) remote_.remove_empty_folders(name_, stop);
}

std::vector<std::string> TrialFolder::list_what_can_be_seen(const std::stop_token& stop) const {
  if (facts_.has_objects) {
    try {
      return list(Versions::all, stop);
    } catch (const Error& error) {
      // To see versions is a right of its own.
      if (!is_refusal(error.cause())) throw;
    }
  }
  return list(Versions::newest, stop);
}

std::vector<std::string> TrialFolder::clear(const std::stop_token& stop) {
  if (files_.empty()) return {};
  // Deleted all at once, versions of one file get into each other's way in some stores.
  constexpr int rounds = 3;
  std::vector<std::string> left;
  for (int round = 0; round < rounds; ++round) {
    std::string trouble;
    try {
      remove_all(stop);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::stopped) throw;
      // What is left tells of it.
      trouble = error.cause();
    }
    left = list_what_can_be_seen(stop);
    if (left.empty() || !trouble.empty()) break;
  }
  return left;
}

}  // namespace mongokeep::store
