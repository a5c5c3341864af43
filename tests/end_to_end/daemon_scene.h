#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <string>
#include <vector>

#include "end_to_end/scene.h"
#include "support/files.h"

namespace mongokeep::test {

/// The record of a daemon that went by these schedules in UTC; what was due after `settled` is still to be done.
inline std::string record_text(const std::string& backup, const std::string& cleanup, const std::string& settled) {
  const auto task = [&](const std::string& expression) {
    return Json{{"expression", expression},
                {"timeZone", "UTC"},
                {"settledUntil", settled},
                {"pending", nullptr},
                {"attempts", 0}};
  };
  return Json{{"formatVersion", 1},
              {"seenAt", "2200-01-01T00:00:00.000Z"},  // so that the time since then raises no doubt
              {"doubt", nullptr},
              {"backup", task(backup)},
              {"cleanup", task(cleanup)}}
      .dump();
}

/// `mongokeep run` over a database of 100 documents.
class DaemonTest : public testing::TestWithParam<ServerKind> {
 protected:
  DaemonTest() { scene_.insert_numbered("users", 100); }

  /// A daemon of these schedules over the scene's database.
  ProgramCall call(const std::string& backup, const std::string& cleanup, const std::vector<std::string>& more = {}) {
    ProgramCall call = scene_.backup_call(more);
    call.arguments.front() = "run";
    call.environment["MONGOKEEP_TIMEZONE"] = "UTC";
    call.environment["MONGOKEEP_SCHEDULE_BACKUP"] = backup;
    call.environment["MONGOKEEP_SCHEDULE_CLEANUP"] = cleanup;
    return call;
  }

  /// Leaves the record of a daemon that has missed a backup every night since 2020, and a clean-up too where it is
  /// said.
  void owe(const std::string& backup, const std::string& cleanup = never_soon) {
    std::filesystem::create_directories(scene_.root());
    write_file(scene_.root() / record_name, record_text(backup, cleanup, "2020-03-01T00:00:00.000Z"));
  }

  std::vector<std::string> backups() const {
    std::vector<std::string> names;
    for (const std::string& name : scene_.names_in_root()) {
      if (!name.starts_with(".")) names.push_back(name);
    }
    return names;
  }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
};

}  // namespace mongokeep::test
