#pragma once

#include <optional>
#include <string>

#include "archive/lock_file.h"
#include "base/files/directory.h"
#include "base/log.h"
#include "schedule/record.h"

namespace mongokeep::schedule {

/// Where a root keeps its record, and whose it is: one process at a time goes by a root's schedule.
class RecordFile {
 public:
  static constexpr const char* name = ".schedule.json";

  /// Opens the root, making it when it is missing, and takes the schedule's own lock, which is not the one of its runs.
  /// Throws Error{locked} when another process has it, Error{storage} when the root cannot be used.
  static RecordFile open(const std::filesystem::path& root);

  /// The record of a root, without its lock; nothing where there is none. Throws as read() does.
  static std::optional<Record> look(const Directory& root);
  /// Which process goes by the root's schedule now, as archive::holder_of_lock() has it.
  static std::optional<pid_t> holder(const Directory& root);

  /// Absolute.
  const std::filesystem::path& root() const { return folder_.path(); }
  bool exists() const { return folder_.has(name); }
  /// Throws Error{damaged} or Error{storage}.
  Record read() const;
  /// Throws Error{storage}; the old record stays then.
  void write(const Record& record) const;

 private:
  RecordFile(Directory folder, UniqueFd lock) : folder_(std::move(folder)), lock_(std::move(lock)) {}

  Directory folder_;
  UniqueFd lock_;
};

}  // namespace mongokeep::schedule
