// Calls that look and read, each failing once. What could not be read is never called sound, complete or newest, and is
// no mistake of the user's, and nobody's removal.

#include <gmock/gmock.h>

#include <cerrno>
#include <regex>

#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/installed_command.h"
#include "support/preload.h"

namespace mongokeep::test {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

class FailedLook : public testing::TestWithParam<ServerKind> {
 protected:
  FailedLook() {
    scene_.insert_numbered("users", 20);
    oldest_ = Scene::folder_of(scene_.back_up());
    newest_ = Scene::folder_of(scene_.back_up({"--compression", "zstd"}));
  }

  ProgramCall call(const std::vector<std::string>& words) const {
    ProgramCall call;
    call.arguments = words;
    call.arguments.insert(call.arguments.end(), {"--root", scene_.root().string()});
    return call;
  }
  /// Without what differs from one run to the next.
  static std::string lasting(const std::string& output) {
    return std::regex_replace(output, std::regex("\"(durationMs|age[A-Za-z]*)\": *[0-9.]+"), "");
  }
  /// Fails each of these calls in turn, and has `judge` look at what comes of it. How many there were.
  template <typename Judge>
  int walk(const std::vector<std::string>& words, const std::string& name, int error_number, Judge judge) {
    const std::filesystem::path mark = scene_.folder() / "mark";
    for (int number = 1;; ++number) {
      std::filesystem::remove(mark);
      ProgramCall failing = call(words);
      add_flaw(failing, "MKTEST_FAILING",
               name + " " + std::to_string(error_number) + " " + std::to_string(number) + " " + scene_.root().string() +
                   "/ " + mark.string());
      const ProgramResult result = run_program(failing);
      if (!std::filesystem::exists(mark)) return number - 1;
      SCOPED_TRACE(words.front() + ": " + name + " number " + std::to_string(number) + " " +
                   std::to_string(error_number));
      judge(result);
    }
  }
  void expect_no_lies(const std::vector<std::string>& words) {
    const ProgramResult sound = run_program(call(words));
    ASSERT_EQ(sound.exit_code, 0) << sound.error;
    int points = 0;
    for (const char* name : {"openat", "fstatat", "lstat", "fstat", "readdir", "flock", "pread", "read"}) {
      for (const int error_number : {EIO, EMFILE}) {
        points += walk(words, name, error_number, [&](const ProgramResult& result) {
          EXPECT_THAT(result.exit_code, AnyOf(0, 1, 3, 4)) << result.output << result.error;
          if (result.exit_code == 0) {
            EXPECT_EQ(lasting(result.output), lasting(sound.output)) << result.error;
          }
          // Of the disk alone: what else hinders us says nothing of the backup.
          if (result.exit_code == 4) {
            EXPECT_EQ(error_number, EIO) << result.output << result.error;
          }
        });
      }
    }
    EXPECT_GT(points, 4) << words.front();
  }

  Scene scene_{shared_server(GetParam())};
  std::filesystem::path oldest_;
  std::filesystem::path newest_;
};

TEST_P(FailedLook, MakesNothingSound) {
  expect_no_lies({"verify", "latest", "--quick", "--json"});
  expect_no_lies({"verify", oldest_.string(), "--json"});
}

TEST_P(FailedLook, MakesNoOtherBackupTheNewest) {
  expect_no_lies({"show", "latest", "--json"});
  expect_no_lies({"health", "--json"});
}

TEST_P(FailedLook, PrintsNoLess) {
  expect_no_lies({"cat", "latest", "users"});
}

TEST_P(FailedLook, AtAnOlderBackupStopsNoNewOne) {
  const std::filesystem::path mark = scene_.folder() / "mark";
  // No other backup's name begins like that.
  const std::filesystem::path older = scene_.root() / "1st_Jan_2024";
  std::filesystem::rename(oldest_, older);
  int looks = 0;
  for (const char* name : {"fstatat", "openat", "fstat", "readdir", "pread"}) {
    for (int number = 1; std::filesystem::remove(mark) || number == 1; ++number) {
      ProgramCall failing = scene_.backup_call();
      add_flaw(failing, "MKTEST_FAILING",
               name + (" " + std::to_string(EIO) + " " + std::to_string(number) + " " + older.string()) + " " +
                   mark.string());
      const ProgramResult result = run_program(failing);
      EXPECT_EQ(result.exit_code, 0) << name << " number " << number << ": " << result.error;
      looks += std::filesystem::exists(mark) ? 1 : 0;
    }
  }
  EXPECT_GT(looks, 0);
}

TEST_P(FailedLook, OfACleanUpIsTold) {
  const auto told = [](const ProgramResult& result) {
    EXPECT_THAT(result.exit_code, AnyOf(0, 1, 3)) << result.error;
    if (result.exit_code == 3) {
      EXPECT_THAT(result.error, HasSubstr("Kept a backup that cannot be read"));
    }
  };
  for (const char* name : {"openat", "fstatat", "fstat", "readdir", "pread"}) {
    EXPECT_GT(walk({"cleanup", "--daysToKeep", "90"}, name, EIO, told), 0) << name;
  }
  EXPECT_EQ(scene_.call("verify", {oldest_.string()}).exit_code, 0);
  EXPECT_EQ(scene_.call("verify", {newest_.string()}).exit_code, 0);
}

using FailedLook_rclone = FailedLook;

TEST_P(FailedLook_rclone, AtABackupLeavesItOutOfNoPush) {
  const std::filesystem::path shelf = scene_.folder() / "shelf";
  const std::filesystem::path configuration = scene_.folder() / "stores.toml";
  const std::filesystem::path mark = scene_.folder() / "mark";
  std::filesystem::create_directory(shelf);
  write_file(configuration, "rclone = \"" + installed_command("rclone").string() +
                                "\"\n[[stores]]\nname = \"disk\"\nremote = \"" + shelf.string() + "\"\n");
  const std::filesystem::path shipped = shelf / newest_.filename();
  int looks = 0;
  for (const char* name : {"openat", "fstatat", "readdir", "pread"}) {
    for (const std::string number : {"1", "2", "3", "1+"}) {
      std::filesystem::remove(mark);
      ProgramCall failing = call({"push", "--config", configuration.string()});
      add_flaw(failing, "MKTEST_FAILING",
               name + (" " + std::to_string(EIO) + " " + number + " " + newest_.string()) + " " + mark.string());
      const ProgramResult result = run_program(failing);
      EXPECT_EQ(result.exit_code, std::filesystem::exists(shipped / "manifest.json") ? 0 : 3)
          << name << " number " << number << ": " << result.output << result.error;
      looks += std::filesystem::exists(mark) ? 1 : 0;
      std::filesystem::remove_all(shipped);
      std::filesystem::remove(scene_.root() / ".stores.json");
    }
  }
  EXPECT_GT(looks, 4);
}

INSTANTIATE_TEST_SUITE_P(Rust, FailedLook_rclone, testing::Values(ServerKind::secantus_rust), NameOfServer());
INSTANTIATE_TEST_SUITE_P(Rust, FailedLook, testing::Values(ServerKind::secantus_rust), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
