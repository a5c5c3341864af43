// An enemy's store, as rclone tells of it: lists without end, a million entries, names that are none, no lists at all.

#include <gmock/gmock.h>

#include <algorithm>
#include <cstdlib>

#include "archive/listing.h"
#include "mongokeep/store_service.h"
#include "store/fake_rclone.h"
#include "store/sample_backup.h"
#include "store/stores.h"
#include "support/process_limits.h"
#include "support/temp_dir.h"

namespace mongokeep {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

constexpr std::uint64_t enough_memory = 192 * test::mebibyte;

class HostileListing : public testing::Test {
 protected:
  HostileListing() {
    settings_.root = temp_.path() / "backup";
    // On a busy machine a program may say nothing for seconds.
    settings_.stores.patience = std::chrono::seconds(30);
    settings_.stores.stores.resize(1);
    settings_.stores.stores[0].name = "offsite";
    settings_.stores.stores[0].remote = "keep:shop";
    test::make_backup(settings_.root, "20th_Feb_2024", {{"users.json", "[]\n"}});
  }

  /// What the list of the store says, or what is wrong with it: told in a memory that is enough.
  std::string list(const std::string& commands) {
    settings_.stores.rclone = test::write_fake_rclone(temp_.path() / "rclone", commands);
    return answer_of([this] {
      const auto root = store::roots_of(settings_.root, settings_.stores, {}).open_store("offsite");
      std::string told;
      for (const archive::StoredBackup& backup : archive::list_backups(*root)) {
        if (backup.state == BackupState::complete || backup.state == BackupState::partial) told += "complete ";
        if (told.size() < 400 || backup.name == "…") told += backup.name.substr(0, 40) + ": " + backup.problem + "\n";
      }
      return told;
    });
  }

  std::string push(const std::string& commands) {
    settings_.stores.rclone = test::write_fake_rclone(temp_.path() / "rclone", commands);
    return answer_of([this] {
      StoreService service(settings_);
      service.set_log_handler([](const LogEntry&) {});
      const StorePush push = service.push().stores[0];
      if (push.error) return std::string(push.error->what());
      const Shipment& shipment = push.shipments[0];
      return shipment.outcome == Shipment::Outcome::failed ? shipment.error->what() : std::string("done");
    });
  }

  /// What rclone prints as the list.
  static std::string listing(const std::string& commands) { return "lsjson) " + commands + ";;"; }

 private:
  std::string answer_of(const std::function<std::string()>& ask) const {
    const fs::path file = temp_.path() / "answer";
    EXPECT_TRUE(test::fits_into(enough_memory, [&] {
      std::string answer;
      try {
        answer = ask();
      } catch (const Error& error) {
        answer = error.what();
      }
      test::write_file(file, answer);
      return true;
    }));
    std::string answer = test::read_file(file);
    EXPECT_LT(answer.size(), 2000U);
    return answer;
  }

 protected:
  test::TempDir temp_;
  StoreServiceSettings settings_;
};

TEST_F(HostileListing, WithoutEndIsRefused) {
  const std::string entry = R"({"Path":"x","Size":1,"IsDir":false},)";
  EXPECT_THAT(list(listing("echo '['; exec yes '" + entry + "'")), HasSubstr("it has more than 2000000 lines"));
  EXPECT_THAT(list(listing("echo '['; exec yes ''")), HasSubstr("it has more than 2000000 lines"));
  EXPECT_THAT(list(listing("echo '['; exec tr '\\0' x < /dev/zero")), HasSubstr("its list does not end"));
  EXPECT_THAT(push(listing("echo '['; exec yes '" + entry + "'")), HasSubstr("it has more than 2000000 lines"));
}

TEST_F(HostileListing, OfAMillionEntriesIsReadOrRefusedInBoundedMemory) {
  const auto million = [](const std::string& path, const std::string& more) {
    return listing("echo '['; seq -f '{\"Path\":\"" + path + "\",\"Size\":1,\"IsDir\":false}," +
                   "' 1000000; echo '{\"Path\":\"20th_Feb_2024\",\"IsDir\":true}" + more + "'; echo ']'");
  };
  EXPECT_THAT(list(million("%.0f", "")), HasSubstr("20th_Feb_2024: "));
  // In one backup: the root has that folder alone, and it has a million files, or folders.
  for (const char* path : {"%.0f.json", "%.0f/a.json", "%.0f/b/c/d/e/f/a.json"}) {
    const std::string root = "lsjson) case $* in *-R*) echo '['; seq -f '{\"Path\":\"" + std::string(path) +
                             "\",\"Size\":1,\"IsDir\":false},' 999998;; *) echo '['; echo "
                             "'{\"Path\":\"20th_Feb_2024\",\"IsDir\":true}';; esac; echo ']';;";
    EXPECT_THAT(list(root), testing::AnyOf(HasSubstr("no manifest"), HasSubstr("it has more than 1,000,000 files")))
        << path;
    EXPECT_THAT(push(root), HasSubstr("it is no file of the backup")) << path;
  }
}

TEST_F(HostileListing, WithLongNamesBesideTheBackupsIsReadInBoundedMemory) {
  // Three backups: the store is listed as a whole then.
  const std::string names = "$(head -c 4000 /dev/zero | tr '\\0' x)";
  const std::string crowd =
      "lsjson) echo '['; seq -f '{\"Path\":\"%.0f'" + names +
      "'\",\"Size\":1,\"IsDir\":false},' 6000; "
      "case $* in *-R*) for d in 20th 21st 22nd; do echo '{\"Path\":\"'$d'_Feb_2024/users.json\",\"Size\":1},'; done;; "
      "*) for d in 20th 21st 22nd; do echo '{\"Path\":\"'$d'_Feb_2024\",\"IsDir\":true},'; done;; esac; "
      "echo '{\"Path\":\"last\",\"Size\":1}'; echo ']';;";
  const std::string told = list(crowd);
  for (const char* name : {"20th_Feb_2024: ", "21st_Feb_2024: ", "22nd_Feb_2024: "}) EXPECT_THAT(told, HasSubstr(name));
}

TEST_F(HostileListing, WithManyBesideTheBackupsSaysHowManyMore) {
  EXPECT_THAT(list(listing("echo '['; seq -f '{\"Path\":\"99%.0f\",\"Size\":1},' 3000; echo "
                           "'{\"Path\":\"20th_Feb_2024\",\"IsDir\":true}'; echo ']'")),
              testing::AllOf(HasSubstr("20th_Feb_2024: "), HasSubstr("…: 2,000 more, not shown")));
}

TEST_F(HostileListing, IsReadWithoutATemporaryFolder) {
  const std::string three =
      "lsjson) echo '['; case $* in *-R*) for d in 20th 21st 22nd; do echo "
      "'{\"Path\":\"'$d'_Feb_2024/users.json\",\"Size\":1},'; done;; *) for d in 20th 21st 22nd; do echo "
      "'{\"Path\":\"'$d'_Feb_2024\",\"IsDir\":true},'; done;; esac; echo '{\"Path\":\"last\",\"Size\":1}'; echo ']';;";
  const char* const before = std::getenv("TMPDIR");
  const std::string kept = before == nullptr ? "" : before;
  ::setenv("TMPDIR", "/proc", 1);
  const std::string told = list(three);
  if (before == nullptr) {
    ::unsetenv("TMPDIR");
  } else {
    ::setenv("TMPDIR", kept.c_str(), 1);
  }
  for (const char* name : {"20th", "21st", "22nd"}) {
    EXPECT_THAT(told, HasSubstr(name + std::string("_Feb_2024: no manifest: it is being shipped")));
  }
}

TEST_F(HostileListing, OfImpossiblePathsIsRefused) {
  const auto path = [&](const std::string& text) {
    return list(listing(R"(printf '[\n{"Path":"%s","IsDir":false}\n]\n' ")" + text + "\""));
  };
  EXPECT_THAT(path(""), HasSubstr("has no name"));
  EXPECT_THAT(path("$(head -c 5000 /dev/zero | tr '\\0' /)"), HasSubstr("more than 4096 bytes"));
  EXPECT_THAT(path("\\377"), HasSubstr("not an object of JSON"));
  // Names that no backup has are somebody else's.
  for (const char* name : {"..", "../20th_Feb_2024", "/20th_Feb_2024", ".", "20th_Feb_2024/..", "a//b"}) {
    const std::string told = path(name);
    EXPECT_TRUE(told.empty() || told.find("not a folder") != std::string::npos) << told;
  }
  // One line, however long.
  EXPECT_THAT(list(listing("echo '['; head -c 100000000 /dev/zero | tr '\\0' x; echo; echo ']'")),
              HasSubstr("not an object of JSON"));
}

TEST_F(HostileListing, ThatIsNoneIsRefused) {
  for (const char* commands :
       {"echo garbage", "printf '{}\\n'", "printf '[\\n'", "true", "printf '[\\n]\\nmore\\n'", "cat /bin/true",
        "echo '['; echo '{\"Path\":\"a\",\"Size\":1e30,\"IsDir\":7}'; echo ']'"}) {
    EXPECT_NE(list(listing(commands)), "") << commands;
    EXPECT_NE(push(listing(commands)), "done") << commands;
  }
}

TEST_F(HostileListing, ThatBreaksOffPassesForNoWholeOne) {
  // 3: a folder in it is not there any more.
  const std::string begun = "echo '['; echo '{\"Path\":\"20th_Feb_2024/a\",\"Size\":1,\"IsDir\":false},'; exit 3";
  EXPECT_THAT(list(listing(begun)), HasSubstr("cannot list offsite:"));
  EXPECT_THAT(push(listing(begun)), HasSubstr("cannot list offsite:"));
}

TEST_F(HostileListing, ThatNeverComesIsWaitedForNoLongerThanTheStoreTimeout) {
  settings_.stores.patience = std::chrono::seconds(2);
  EXPECT_THAT(list(listing("exec sleep 1000")), HasSubstr("it has moved nothing for 2 s"));
  EXPECT_THAT(list(listing("exec yes error >&2")), HasSubstr("it has moved nothing for 2 s"));
  EXPECT_THAT(push("copy) exec yes error >&2;;"), HasSubstr("it has moved nothing for 2 s"));
  EXPECT_THAT(push("copy) exec yes '{\"level\":\"notice\",\"stats\":{\"bytes\":5}}' >&2;;"),
              HasSubstr("it has moved nothing for 2 s"));
}

/// Forty dated folders. What is said of all at once, and of the first by itself.
std::string forty_folders(const std::string& of_all, const std::string& of_first = "echo '['; echo ']'") {
  return "lsjson) echo asked >> \"$0.asked\"; case $* in *shop/20th_Feb_2001/*-R*) " + of_first +
         ";; *shop/20th*-R*) echo '['; echo '{\"Path\":\"users.json\",\"Size\":1}'; echo ']';; *-R*) " + of_all +
         ";; *) echo '['; for y in $(seq 2001 2040); do echo '{\"Path\":\"20th_Feb_'$y'\",\"IsDir\":true},'; done; "
         "echo "
         "'{\"Path\":\"last\",\"Size\":1}'; echo ']';; esac;;";
}

TEST_F(HostileListing, ThatIsRefusedAsAWholeIsReadFolderByFolder) {
  // Something lies there that cannot be listed, or has no end: in a folder of nobody's, or in one of the backups.
  const std::string entry = R"({"Path":"20th_Feb_2001/x","Size":1,"IsDir":false},)";
  for (const std::string& of_all :
       {std::string("echo '['; exit 3"), std::string("exit 1"), "echo '['; exec yes '" + entry + "'"}) {
    const std::string told = list(forty_folders(of_all));
    EXPECT_THAT(told, HasSubstr("20th_Feb_2001: no manifest")) << of_all;
    EXPECT_THAT(told, testing::Not(HasSubstr("cannot list"))) << of_all;
  }
  const std::string told = list(forty_folders("exit 1", "echo '['; exec yes '" + entry + "'"));
  EXPECT_THAT(told, HasSubstr("20th_Feb_2001: it has more than 1,000,000 files"));
  EXPECT_THAT(told, HasSubstr("20th_Feb_2002: no manifest"));
}

TEST_F(HostileListing, ThatNeverComesIsNotAskedForFolderByFolder) {
  settings_.stores.patience = std::chrono::seconds(2);
  EXPECT_THAT(list(forty_folders("exec sleep 1000")), HasSubstr("it has moved nothing for 2 s"));
  const std::string asked = test::read_file(temp_.path() / "rclone.asked");
  EXPECT_LT(std::count(asked.begin(), asked.end(), '\n'), 10);
}

TEST_F(HostileListing, IsWaitedForWhileRcloneReads) {
  settings_.stores.patience = std::chrono::seconds(2);
  // It hashes: a folder of this machine is read for its list, and a file before it is uploaded.
  const std::string reading = "for i in $(seq 30); do head -c 3000000 /dev/zero > /dev/null; sleep 0.1; done; ";
  EXPECT_EQ(list("lsjson) " + reading + "printf '[\\n]\\n';;"), "");
  EXPECT_THAT(push("copy) " + reading + ";;"), HasSubstr("it has not arrived"));
}

TEST_F(HostileListing, OfAStoreThatMovesNothingNamesItAndTheFile) {
  settings_.stores.patience = std::chrono::seconds(2);
  EXPECT_THAT(push("copy) exec yes '{\"level\":\"notice\",\"stats\":{\"bytes\":5,\"transferring\":"
                   "[{\"name\":\"users.json\",\"bytes\":5}]}}' >&2;;"),
              testing::AllOf(HasSubstr("offsite"), HasSubstr("it has moved nothing for 2 s, at users.json")));
}

TEST_F(HostileListing, OfAStoreThatOnlySaysSoMakesNothingArrive) {
  EXPECT_THAT(push(""), HasSubstr("it has not arrived, although rclone reported no error"));
  // It lists what it never got.
  const std::string liar = "lsjson) echo '['; case $* in *-R*) [ -e " + (temp_.path() / "asked").string() +
                           " ] && echo '{\"Path\":\"users.json\",\"Size\":3,\"IsDir\":false}'; touch " +
                           (temp_.path() / "asked").string() + ";; esac; echo ']';;";
  EXPECT_THAT(push(liar), HasSubstr("what arrived is not what was shipped"));
  EXPECT_THAT(push(liar + " hashsum) yes;;"), HasSubstr("longer than"));
}

}  // namespace
}  // namespace mongokeep
