#pragma once

#include <fcntl.h>
#include <sys/stat.h>

#include <chrono>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "archive/sample_manifest.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep::test {

/// Sets the entry's own modification time; a link is not followed.
inline void set_modified(const std::filesystem::path& path, std::chrono::system_clock::time_point time) {
  const timespec moment{.tv_sec = std::chrono::system_clock::to_time_t(time), .tv_nsec = 0};
  const timespec both[2] = {moment, moment};
  if (::utimensat(AT_FDCWD, path.c_str(), both, AT_SYMLINK_NOFOLLOW) != 0) {
    throw std::runtime_error("cannot set the time of " + path.string());
  }
}

/// A root on the disk with folders of any age in it. Whoever uses it links mongokeep::archive.
class RootOfFolders {
 public:
  explicit RootOfFolders(std::chrono::system_clock::time_point now) : now_(now) {}

  const std::filesystem::path& path() const { return temp_.path(); }
  std::filesystem::path operator/(const std::string& name) const { return path() / name; }

  /// A folder with one file, as an older system left it.
  std::filesystem::path add_legacy(const std::string& name, int days_old) const {
    std::filesystem::create_directories(path() / name);
    write_file(path() / name / "users.json", "[]");
    set_age(name, days_old);
    return path() / name;
  }

  /// A backup of ours, made so many days ago.
  std::filesystem::path add_backup(const std::string& name, int days_old,
                                   archive::Status status = archive::Status::complete,
                                   const std::vector<std::string>& selection = {}) const {
    archive::Manifest manifest = archive::sample_manifest();
    manifest.status = status;
    manifest.selection = selection;
    manifest.started_at = manifest.finished_at = now_ - std::chrono::hours(24) * days_old;
    archive::CollectionRecord users;
    users.name = "users";
    users.type = "collection";
    users.file = "users.json";
    users.stored_bytes = 3;
    users.xxh3_128 = std::string(32, 'a');
    manifest.collections = {users};
    std::filesystem::create_directories(path() / name);
    write_file(path() / name / "users.json", "[]\n");
    write_file(path() / name / "manifest.json", archive::to_text(manifest));
    set_age(name, days_old);
    return path() / name;
  }

  void set_age(const std::string& name, int days_old) const {
    set_modified(path() / name, now_ - std::chrono::hours(24) * days_old);
  }

 private:
  std::chrono::system_clock::time_point now_;
  TempDir temp_;
};

}  // namespace mongokeep::test
