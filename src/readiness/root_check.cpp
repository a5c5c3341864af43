#include "readiness/root_check.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <filesystem>
#include <optional>
#include <system_error>

#include "archive/leftovers.h"
#include "archive/root.h"
#include "base/files/account_name.h"
#include "base/files/directory.h"
#include "base/files/exposure.h"
#include "base/files/file_system.h"
#include "base/files/mount_points.h"
#include "base/text/counted.h"
#include "readiness/exposure_check.h"
#include "schedule/record_file.h"

namespace mongokeep::readiness {

namespace {

namespace fs = std::filesystem;

/// What a process is called in a sentence.
std::string process_text(pid_t process) {
  return process > 0 ? fmt::format("process {}", process) : "a process that is not visible here";
}

void tell_file_system(const FileSystem& on, const BackupSettings& settings, Findings& findings) {
  if (on.is_in_memory) {
    findings.add(Topic::root, Verdict::warning, fmt::format("the root is in memory ({})", on.type),
                 "Backups there are lost when the machine stops: use a disk");
  }
  if (on.is_layer) {
    findings.add(Topic::root, Verdict::warning, "the root is inside the container (overlay)",
                 "Backups there are lost with the container: mount a volume there");
  }
  if (!on.keeps_modes && settings.file_mode == Directory::private_file) {
    findings.add(Topic::root, Verdict::warning,
                 fmt::format("the file system of the root ({}) does not store file modes", on.type),
                 "Its mount options decide who can read the backups: check uid, fmask and dmask");
  }
}

/// Where the root would be made.
fs::path nearest_folder(fs::path path) {
  std::error_code ignored;
  while (path.has_relative_path() && !fs::exists(path, ignored)) path = path.parent_path();
  return path;
}

void measure_room(int descriptor, const fs::path& path, SharedFigures& figures, FileSystem& on) {
  on = file_system_of(descriptor, path.string());
  figures.change([&](SpaceFigures& all) {
    all.free_bytes = on.free_bytes;
    all.free_files = on.free_files;
  });
}

/// Nothing where this user may write there.
std::optional<Error> refusal(int descriptor, const fs::path& path, const FileSystem& on) {
  if (on.is_read_only) {
    return Error(
        ErrorKind::storage, "write to", path.string(), "its file system is mounted read-only",
        "Mount it for writing: mount -o remount,rw; the kernel's log (dmesg) says whether the disk has failed");
  }
  if (::faccessat(descriptor, ".", W_OK | X_OK, AT_EACCESS) == 0) return std::nullopt;
  if (errno != EACCES) return storage_error("write to", path.string(), errno);
  struct stat facts {};
  ::fstat(descriptor, &facts);
  return Error(ErrorKind::storage, "write to", path.string(),
               fmt::format("{} may not write there: it belongs to {}, mode {:04o}", ourselves(),
                           user_name(facts.st_uid), facts.st_mode & 07777U),
               fmt::format("Run as {}, or give the folder to {}: chown", user_name(facts.st_uid), ourselves()));
}

void check_missing(const BackupSettings& settings, const fs::path& root, Findings& findings, SharedFigures& figures) {
  if (const auto point = unmounted_point_above(root)) {
    return findings.add(Topic::root, Verdict::failed,
                        fmt::format("{} belongs on {}, which is in /etc/fstab but not mounted", root.string(), *point),
                        "Mount it: mount " + *point);
  }
  if (settings.missing_root == MissingRoot::refused) {
    return findings.add(Topic::root, Verdict::failed,
                        fmt::format("{} does not exist, and root_must_exist is set", root.string()),
                        "Mount its disk, or create the folder if it is new");
  }
  const fs::path above = nearest_folder(root);
  const UniqueFd folder(::open(above.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  if (!folder) {
    return findings.add(Topic::root, Verdict::failed,
                        storage_error("create " + root.string() + " in", above.string(), errno));
  }
  FileSystem on;
  measure_room(folder.get(), above, figures, on);
  if (const auto refused = refusal(folder.get(), above, on)) {
    return findings.add(Topic::root, Verdict::failed,
                        fmt::format("{} does not exist and cannot be created: {}", root.string(), text_of(*refused)),
                        refused->hint());
  }
  findings.add(Topic::root, Verdict::ok,
               fmt::format("{} does not exist yet; the first backup creates it in {}", root.string(), above.string()));
  tell_exposures(Topic::root, exposures_of_root(root), findings);
  tell_file_system(on, settings, findings);
}

void check_modes(const struct stat& facts, const BackupSettings& settings, const fs::path& root, Findings& findings) {
  tell_exposures(Topic::root, exposures_of_root(root), findings);
  if (!Directory::lets_readers_enter(facts.st_mode, settings.file_mode)) {
    findings.add(Topic::root, Verdict::warning, "users who may read the files cannot enter the root",
                 fmt::format("file_mode is {:04o}: chmod {:04o} {}", settings.file_mode,
                             Directory::folder_mode_for(settings.file_mode), root.string()));
  }
}

void tell_who_is_at_work(const Directory& root, Findings& findings) {
  const auto run = archive::run_in(root);
  if (run) {
    findings.add(Topic::root, Verdict::ok, fmt::format("a run is using it now ({})", process_text(*run)));
  }
  const std::vector<std::string> left = archive::leftovers_in(root);
  if (!left.empty() && !run) {
    findings.add(
        Topic::root, Verdict::ok,
        fmt::format(
            "{} of a killed run in it; the next run removes {}: {}", counted(left.size(), "leftover"),
            left.size() == 1 ? "it" : "them",
            fmt::join(left.begin(), left.begin() + static_cast<std::ptrdiff_t>(std::min<std::size_t>(3, left.size())),
                      ", ")));
  }
  try {
    schedule::RecordFile::look(root);
  } catch (const Error& error) {
    findings.add(Topic::root, Verdict::warning, text_of(error),
                 "The daemon runs every task at once, in case it was missed, and writes a new record. What is no file "
                 "under this name, it cannot replace: remove that");
  }
}

void check_existing(const BackupSettings& settings, const fs::path& path, Findings& findings, SharedFigures& figures) {
  const Directory root = Directory::open(path);
  FileSystem on;
  measure_room(root.descriptor(), path, figures, on);
  if (const auto refused = refusal(root.descriptor(), path, on)) {
    return findings.add(Topic::root, Verdict::failed, *refused);
  }
  const struct stat facts = root.own_facts();
  findings.add(
      Topic::root, Verdict::ok,
      fmt::format("{} is writable{}, by {}", path.string(), on.type.empty() ? "" : " (" + on.type + ")", ourselves()),
      facts.st_uid == ::geteuid()
          ? ""
          : fmt::format("It belongs to {}: run this check as the user who makes the backups", user_name(facts.st_uid)));
  if (const auto point = unmounted_point_above(path)) {
    findings.add(Topic::root, Verdict::warning,
                 fmt::format("it belongs on {}, which is in /etc/fstab but not mounted", *point),
                 "Mount it: mount " + *point + ". Until then, backups fill the disk below it");
  }
  check_modes(facts, settings, path, findings);
  tell_file_system(on, settings, findings);
  tell_who_is_at_work(root, findings);
}

}  // namespace

void check_root(const BackupSettings& settings, Findings& findings, SharedFigures& figures) {
  const fs::path root = fs::absolute(settings.root);
  try {
    std::error_code missing;
    if (fs::symlink_status(root, missing).type() == fs::file_type::not_found) {
      check_missing(settings, root, findings, figures);
    } else {
      check_existing(settings, root, findings, figures);
    }
  } catch (const Error& error) {
    findings.add(Topic::root, Verdict::failed, error);
  }
}

}  // namespace mongokeep::readiness
