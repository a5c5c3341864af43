#include "store/rclone_program.h"

#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <charconv>
#include <cstdlib>
#include <map>
#include <mutex>
#include <optional>
#include <string_view>
#include <tuple>

#include "base/stop_wait.h"
#include "mongokeep/error.h"
#include "process/child_run.h"
#include "store/side_by_side.h"

namespace mongokeep::store {

namespace {

constexpr const char* how_to_get_one =
    "Install rclone 1.63 or newer (https://rclone.org/install), or name it with `rclone` in the configuration file";

bool is_program(const std::filesystem::path& path) {
  std::error_code unknown;
  return std::filesystem::is_regular_file(path, unknown) && ::access(path.c_str(), X_OK) == 0;
}

/// The first on PATH. Relative parts of PATH count for nothing: they lead elsewhere from each folder.
std::optional<std::filesystem::path> first_on_path() {
  const char* const variable = std::getenv("PATH");
  std::string_view rest = variable == nullptr ? "" : variable;
  while (!rest.empty()) {
    const std::string_view folder = rest.substr(0, rest.find(':'));
    rest.remove_prefix(std::min(rest.size(), folder.size() + 1));
    const std::filesystem::path candidate = std::filesystem::path(folder) / "rclone";
    if (candidate.is_absolute() && is_program(candidate)) return candidate;
  }
  return std::nullopt;
}

std::filesystem::path path_of(const std::filesystem::path& given) {
  if (given.empty()) {
    if (const auto found = first_on_path()) return *found;
    throw Error(ErrorKind::configuration, "reach the stores", "", "there is no `rclone` on PATH", how_to_get_one);
  }
  const std::filesystem::path path = std::filesystem::absolute(given);
  if (is_program(path)) return path;
  throw Error(ErrorKind::configuration, "reach the stores with", path.string(), "it is not a program that can be run",
              how_to_get_one);
}

/// What tells a program's file from another one in its place.
using FileMark = std::tuple<dev_t, ino_t, off_t, time_t, long>;

FileMark mark_of(const std::filesystem::path& path) {
  struct stat facts {};
  if (::stat(path.c_str(), &facts) != 0) return {};
  return {facts.st_dev, facts.st_ino, facts.st_size, facts.st_mtim.tv_sec, facts.st_mtim.tv_nsec};
}

/// Programs that were asked already. A service asks once, however many stores it reaches and however often.
class KnownPrograms {
 public:
  std::optional<RcloneProgram> find(const std::filesystem::path& path, const FileMark& mark) {
    const std::scoped_lock lock(mutex_);
    const auto found = programs_.find(path);
    if (found == programs_.end() || found->second.first != mark) return std::nullopt;
    return found->second.second;
  }
  void add(const FileMark& mark, const RcloneProgram& program) {
    const std::scoped_lock lock(mutex_);
    programs_.insert_or_assign(program.path, std::pair(mark, program));
  }

 private:
  std::mutex mutex_;
  std::map<std::filesystem::path, std::pair<FileMark, RcloneProgram>> programs_;
};

KnownPrograms& known_programs() {
  static KnownPrograms known;
  return known;
}

/// What a command without further words prints; empty where it fails.
std::string answer_of(const std::filesystem::path& program, const char* command,
                      const std::vector<std::string>& environment, const std::stop_token& stop) {
  const process::ChildOrders orders{.name = "rclone", .words = {program.string(), command}, .environment = environment};
  const process::RunOutcome answer =
      process::run_child(orders, {.most_bytes = 65536}, {.time = std::chrono::seconds(30)}, stop);
  throw_if_stopped(stop);
  return answer.has_succeeded() ? answer.output : std::string();
}

}  // namespace

RcloneProgram::Version rclone_version_in(const std::string& output) {
  RcloneProgram::Version version;
  constexpr std::string_view beginning = "rclone v";
  if (!output.starts_with(beginning)) return version;
  const char* const end = output.data() + output.size();
  const auto major = std::from_chars(output.data() + beginning.size(), end, version.major);
  if (major.ec != std::errc() || major.ptr == end || *major.ptr != '.') return {};
  const auto minor = std::from_chars(major.ptr + 1, end, version.minor);
  return minor.ec == std::errc() ? version : RcloneProgram::Version();
}

RcloneProgram find_rclone(const std::filesystem::path& given, const std::vector<std::string>& environment,
                          const std::stop_token& stop) {
  RcloneProgram program{path_of(given), {}};
  const FileMark mark = mark_of(program.path);
  if (const auto known = known_programs().find(program.path, mark)) return *known;
  std::string version;
  std::string hashes;
  side_by_side([&] { version = answer_of(program.path, "version", environment, stop); },
               [&](const std::stop_token& end) { hashes = answer_of(program.path, "hashsum", environment, end); },
               stop);
  program.version = rclone_version_in(version);
  if (program.version == RcloneProgram::Version()) {
    throw Error(ErrorKind::configuration, "reach the stores with", program.path.string(),
                "it does not tell its version as rclone does", how_to_get_one);
  }
  if (program.version < RcloneProgram::oldest) {
    throw Error(ErrorKind::configuration, "reach the stores with", program.path.string(),
                fmt::format("it is version {}.{}, which is too old", program.version.major, program.version.minor),
                how_to_get_one);
  }
  program.knows_our_checksum = hashes.find("- xxh128\n") != std::string::npos;
  // Without the second answer, for want of memory perhaps, it is asked again.
  if (!hashes.empty()) known_programs().add(mark, program);
  return program;
}

}  // namespace mongokeep::store
