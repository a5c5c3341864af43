#pragma once

#include <chrono>
#include <filesystem>
#include <memory>

#include "archive/pending_backup.h"
#include "archive/root.h"
#include "base/log.h"
#include "schedule/reckoning/shelf.h"

namespace mongokeep::schedule {

/// A backup without a database: it takes the root's lock, has a hidden folder while it runs, and publishes one small
/// file, all by the program's own means.
class FakeBackup {
 public:
  /// Throws Error{locked} as a real one does.
  FakeBackup(const std::filesystem::path& root, const std::string& zone, Instant now, Log& log);

  const std::string& name() const { return name_; }
  void publish(Shelved::Kind kind, Instant finished, Instant modified);
  /// What is left of it when its process dies.
  static void leave(std::unique_ptr<FakeBackup> backup);

 private:
  archive::LockedRoot root_;
  Instant started_;
  archive::DatedName dated_;
  std::string name_;
  archive::PendingBackup pending_;
};

}  // namespace mongokeep::schedule
