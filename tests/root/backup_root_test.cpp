// The backups of a root as an application sees them.

#include "mongokeep/backup_root.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <optional>
#include <stop_token>

#include "mongokeep/backup_service.h"
#include "support/files.h"
#include "support/root_of_folders.h"
#include "verify/made_backup.h"

namespace mongokeep {
namespace {

using std::chrono::hours;
using std::chrono::system_clock;
using testing::ElementsAre;
using testing::HasSubstr;

const system_clock::time_point now = system_clock::time_point(std::chrono::seconds(1'716'163'200));

std::optional<Error> error_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error;
  }
  return std::nullopt;
}

BackupRoot root_at(const std::filesystem::path& folder, std::vector<std::string> usual_selection = {}) {
  BackupRoot root({.root = folder, .usual_selection = std::move(usual_selection)});
  root.set_clock([] { return now; });
  root.set_log_handler([](const LogEntry&) {});
  return root;
}

class BackupRootTest : public testing::Test {
 protected:
  BackupRoot root() const { return root_at(folders_.path()); }

  std::vector<std::string> names() const {
    std::vector<std::string> all;
    for (const BackupEntry& entry : root().list()) all.push_back(entry.name);
    return all;
  }

  test::RootOfFolders folders_{now};
};

TEST_F(BackupRootTest, ListsWhatThereIsOldestFirst) {
  folders_.add_backup("20th_May_2024", 0);
  folders_.add_backup("18th_May_2024", 2, archive::Status::partial);
  folders_.add_legacy("1st_Jan_2024", 140);
  std::filesystem::create_directory(folders_ / "photos");
  EXPECT_THAT(names(), ElementsAre("1st_Jan_2024", "18th_May_2024", "20th_May_2024", "photos"));
  const std::vector<BackupEntry> all = root().list();
  EXPECT_EQ(all[0].state, BackupState::legacy);
  EXPECT_FALSE(all[0].facts.has_value());
  EXPECT_EQ(all[1].state, BackupState::partial);
  EXPECT_EQ(all[2].state, BackupState::complete);
  EXPECT_EQ(all[2].facts->database, "shop");
  EXPECT_EQ(all[2].facts->collections, 1U);
  EXPECT_EQ(all[2].path, folders_ / "20th_May_2024");
  EXPECT_EQ(to_text(all[3].state), "foreign");
}

TEST_F(BackupRootTest, FindsTheNewestCompleteOne) {
  folders_.add_backup("20th_May_2024", 0, archive::Status::partial);
  folders_.add_backup("19th_May_2024", 1);
  EXPECT_EQ(root().find("latest"), folders_ / "19th_May_2024");
  EXPECT_EQ(root().find("20th_May_2024"), folders_ / "20th_May_2024");
  EXPECT_EQ(error_of([&] { root().find("1st_Jan_1999"); })->kind(), ErrorKind::usage);
}

TEST_F(BackupRootTest, TakesTheUsualChoiceForTheWhole) {
  folders_.add_backup("19th_May_2024", 1);
  folders_.add_backup("20th_May_2024", 0, archive::Status::complete, {"collection=users"});
  EXPECT_EQ(root().find("latest"), folders_ / "19th_May_2024");
  BackupSettings settings;
  settings.collections = {"users"};
  EXPECT_EQ(root_at(folders_.path(), selection_of(settings)).find("latest"), folders_ / "20th_May_2024");
}

TEST_F(BackupRootTest, TellsHealthFromItsAbsence) {
  EXPECT_EQ(root().health(hours(26)).trouble->kind(), ErrorKind::missing);
  folders_.add_backup("18th_May_2024", 2);
  EXPECT_EQ(root().health(hours(26)).trouble->kind(), ErrorKind::missing) << "too old";
  const HealthReport healthy = root().health(hours(72));
  EXPECT_FALSE(healthy.trouble.has_value()) << healthy.trouble->what();
  EXPECT_EQ(healthy.newest_complete->name, "18th_May_2024");
  EXPECT_EQ(healthy.age, hours(48));
  folders_.add_backup("20th_May_2024", 0);
  std::filesystem::remove(folders_ / "20th_May_2024" / "users.json");
  EXPECT_EQ(root().health(hours(72)).trouble->kind(), ErrorKind::damaged);
  EXPECT_EQ(root_at(folders_ / "nothing").health(hours(72)).trouble->kind(), ErrorKind::storage);
}

TEST_F(BackupRootTest, PlansACleanUpWithoutTouchingAnything) {
  folders_.add_backup("20th_May_2024", 0);
  folders_.add_backup("1st_Jan_2024", 140);
  const std::vector<CleanupDecision> plan = root().plan_cleanup(90);
  ASSERT_EQ(plan.size(), 2U);
  EXPECT_EQ(plan[0].backup.name, "1st_Jan_2024");
  EXPECT_EQ(plan[0].verdict, CleanupDecision::Verdict::remove);
  EXPECT_THAT(plan[0].reason, HasSubstr("90 days"));
  EXPECT_EQ(plan[1].verdict, CleanupDecision::Verdict::keep);
  EXPECT_THAT(names(), ElementsAre("1st_Jan_2024", "20th_May_2024"));
  EXPECT_EQ(error_of([&] { root().plan_cleanup(0); })->kind(), ErrorKind::configuration);
}

TEST_F(BackupRootTest, CleansUpAsPlannedUnlessItIsStopped) {
  folders_.add_backup("20th_May_2024", 0);
  folders_.add_backup("1st_Jan_2024", 140);
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(error_of([&] { root().clean_up(90, {}, stop.get_token()); })->kind(), ErrorKind::stopped);
  EXPECT_THAT(names(), ElementsAre("1st_Jan_2024", "20th_May_2024"));
  const CleanupReport report = root().clean_up(90);
  ASSERT_EQ(report.removed.size(), 1U);
  EXPECT_EQ(report.removed[0].path, folders_ / "1st_Jan_2024");
  EXPECT_THAT(names(), ElementsAre("20th_May_2024"));
}

class MadeBackupRoot : public testing::Test {
 protected:
  MadeBackupRoot() {
    made_.add("users", {R"({"_id":1})", R"({"_id":2})"});
    made_.add("notes", {R"({"_id":"a"})"});
    made_.write_manifest();
  }

  BackupRoot root() const { return root_at(made_.root()); }

  std::string text_of(const std::string& collection) const {
    std::string text;
    root().read("20th_Feb_2024", collection, [&](std::string_view piece) { text += piece; });
    return text;
  }

  verify::MadeBackup made_;
};

TEST_F(MadeBackupRoot, ShowsOneBackupWithItsCollections) {
  const BackupEntry entry = root().show("20th_Feb_2024");
  EXPECT_EQ(entry.state, BackupState::complete) << entry.problem;
  ASSERT_EQ(entry.collections.size(), 2U);
  const auto users = std::find_if(entry.collections.begin(), entry.collections.end(),
                                  [](const BackupCollection& one) { return one.name == "users"; });
  EXPECT_EQ(users->documents, 2U);
  EXPECT_EQ(users->file, "users.json");
  EXPECT_THAT(entry.manifest_text, HasSubstr("\"collections\""));
  EXPECT_FALSE(entry.not_held.empty());
}

TEST_F(MadeBackupRoot, ReadsOneCollection) {
  EXPECT_EQ(text_of("users"), verify::array_of({R"({"_id":1})", R"({"_id":2})"}));
  EXPECT_EQ(error_of([&] { text_of("orders"); })->kind(), ErrorKind::usage);
}

TEST_F(MadeBackupRoot, SaysWhereTheTextIsNotWhatWasWritten) {
  test::write_file(made_ / "users.json", verify::array_of({R"({"_id":1})", R"({"_id":3})"}));
  EXPECT_EQ(error_of([&] { text_of("users"); })->kind(), ErrorKind::damaged);
}

TEST_F(MadeBackupRoot, EndsAReadingThatIsStopped) {
  std::stop_source stop;
  stop.request_stop();
  const auto error = error_of([&] {
    root().read(
        "20th_Feb_2024", "users", [](std::string_view) {}, stop.get_token());
  });
  EXPECT_EQ(error->kind(), ErrorKind::stopped);
}

TEST_F(MadeBackupRoot, ReadsOneFileWhereverItLies) {
  std::string text;
  read_packed_file(made_ / "users.json", {}, [&](std::string_view piece) { text += piece; });
  EXPECT_EQ(text, verify::array_of({R"({"_id":1})", R"({"_id":2})"}));
  EXPECT_EQ(error_of([&] { read_packed_file(made_.folder(), {}, [](std::string_view) {}); })->kind(), ErrorKind::usage);
}

TEST_F(MadeBackupRoot, RewrapsOnlyWhatIsEncryptedAndForSomebody) {
  EXPECT_EQ(error_of([&] { root().rewrap("20th_Feb_2024", {}); })->kind(), ErrorKind::usage) << "for nobody";
  const test::TempDir temp;
  Encryption readers;
  readers.recipients = {make_key_file(temp.path() / "key")};
  const auto error = error_of([&] { root().rewrap("20th_Feb_2024", readers); });
  EXPECT_EQ(error->kind(), ErrorKind::usage);
  EXPECT_THAT(error->what(), HasSubstr("not encrypted"));
}

TEST(MakeKeyFile, WritesAKeyOnceForItsOwner) {
  const test::TempDir temp;
  const std::filesystem::path file = temp.path() / "key";
  EXPECT_THAT(make_key_file(file), testing::StartsWith("age1"));
  EXPECT_EQ(std::filesystem::status(file).permissions(),
            std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
  EXPECT_EQ(error_of([&] { make_key_file(file); })->kind(), ErrorKind::usage);
  EXPECT_EQ(error_of([&] { make_key_file(temp.path() / "no" / "key"); })->kind(), ErrorKind::usage);
}

}  // namespace
}  // namespace mongokeep
