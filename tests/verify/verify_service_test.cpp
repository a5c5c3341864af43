#include "mongokeep/verify_service.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <stop_token>
#include <variant>

#include "support/files.h"
#include "verify/made_backup.h"

namespace mongokeep::verify {
namespace {

using test::read_file;
using test::write_file;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Depth = VerifySettings::Depth;

std::string numbered(int id) {
  return R"({"_id":{"$numberInt":")" + std::to_string(id) + R"("},"text":"x"})";
}

class VerifyServiceTest : public testing::Test {
 protected:
  VerifyServiceTest() {
    backup_.add("users", {numbered(1), numbered(2), numbered(3)});
    backup_.add("empty", {});
  }

  VerifyReport verify(Depth depth = Depth::full, const std::string& wanted = "20th_Feb_2024") {
    VerifySettings settings;
    settings.root = backup_.root();
    settings.backup = wanted;
    settings.depth = depth;
    VerifyService service(settings);
    log_.clear();
    service.set_log_handler([this](const LogEntry& entry) { log_.push_back(entry); });
    return service.verify();
  }
  /// The only damage there is, as "file:line:column problem".
  std::string damage(Depth depth = Depth::full) {
    const VerifyReport report = verify(depth);
    if (report.damages.size() != 1) return std::to_string(report.damages.size()) + " damages";
    const Damage& found = report.damages.front();
    const std::string place = found.file.lexically_relative(backup_.folder()).string();
    return place + ":" + std::to_string(found.line) + ":" + std::to_string(found.column) + " " + found.problem;
  }
  void change(const std::string& file, const std::function<void(std::string&)>& change) const {
    std::string text = read_file(backup_ / file);
    change(text);
    write_file(backup_ / file, text);
  }
  void replace(const std::string& file, const std::string& what, const std::string& by) const {
    change(file, [&](std::string& text) { text.replace(text.find(what), what.size(), by); });
  }

  MadeBackup backup_;
  std::vector<LogEntry> log_;
};

TEST_F(VerifyServiceTest, FindsASoundBackupSound) {
  const VerifyReport report = verify();
  EXPECT_THAT(report.damages, IsEmpty());
  EXPECT_THAT(report.notes, IsEmpty());
  EXPECT_EQ(report.folder, backup_.folder());
  EXPECT_EQ(report.files, 2U);
  EXPECT_EQ(report.documents, 3U);
  EXPECT_EQ(report.bytes, backup_.record("users").stored_bytes + 3);
  ASSERT_EQ(log_.size(), 4U);
  EXPECT_EQ(log_.front().message, "verifyBackup: Verification started");
  EXPECT_EQ(log_[1].message, "Successfully verified collection");
  EXPECT_EQ(log_.back().message, "verifyBackup: Verification completed");
  EXPECT_EQ(log_.back().level, LogLevel::info);
  EXPECT_EQ(std::get<std::string>(log_.back().fields.front().value), "sound");
}

TEST_F(VerifyServiceTest, ReadsNoDocumentsWhenThereIsHaste) {
  const VerifyReport report = verify(Depth::quick);
  EXPECT_THAT(report.damages, IsEmpty());
  EXPECT_EQ(report.documents, 0U);
  EXPECT_EQ(report.files, 2U);
  replace("users.json", "\"x\"", "\"y\"");
  EXPECT_EQ(damage(Depth::quick), "users.json:0:0 its checksum differs from the manifest's");
}

TEST_F(VerifyServiceTest, NamesTheFirstBadLine) {
  replace("users.json", R"("2"})", R"("x"})");
  EXPECT_THAT(damage(), testing::AllOf(testing::StartsWith("users.json:3:"), HasSubstr("checksum")));
  EXPECT_EQ(log_.back().level, LogLevel::error);
  const auto line = std::find_if(log_.begin(), log_.end(), [](const auto& e) { return e.level == LogLevel::error; });
  EXPECT_EQ(line->message, "verifyBackup: Damage found");
  std::vector<std::string> names;
  for (const LogField& field : line->fields) names.push_back(field.name);
  EXPECT_THAT(names, ElementsAre("filePath", "line", "column", "collectionName", "error"));
  replace("users.json", R"("3"})", R"("y"})");
  EXPECT_THAT(damage(), HasSubstr("and 1 more place after it"));
}

TEST_F(VerifyServiceTest, SaysWhereThePlaceCannotBeTold) {
  replace("users.json", "\"x\"", "\"y\"");
  EXPECT_EQ(
      damage(),
      "users.json:0:0 its checksum differs from the manifest's; every line is valid JSON, so the place is unknown");
  replace("users.json", "\"y\"", "\"longer\"");
  EXPECT_THAT(damage(), HasSubstr("bytes instead of "));
}

TEST_F(VerifyServiceTest, FindsAFileThatIsNotThereOrIsNone) {
  std::filesystem::remove(backup_ / "empty.json");
  EXPECT_EQ(damage(), "empty.json:0:0 it does not exist");
  std::filesystem::create_symlink("users.json", backup_ / "empty.json");
  EXPECT_EQ(damage(), "empty.json:0:0 it is not a regular file");
  std::filesystem::remove(backup_ / "empty.json");
  std::filesystem::create_directory(backup_ / "empty.json");
  EXPECT_THAT(verify().damages, testing::Not(IsEmpty()));
}

TEST_F(VerifyServiceTest, FindsWhatIsNotTheBackups) {
  write_file(backup_ / "extra.json", "[]\n");
  EXPECT_EQ(damage(), "extra.json:0:0 the manifest does not name this file");
  std::filesystem::rename(backup_ / "extra.json", backup_ / ".users.json.part");
  EXPECT_EQ(damage(), ".users.json.part:0:0 the manifest does not name this file");
  std::filesystem::remove(backup_ / ".users.json.part");
  std::filesystem::create_symlink("/etc/passwd", backup_ / "link");
  EXPECT_EQ(damage(), "link:0:0 it is a link, and a backup contains no links");
  std::filesystem::remove(backup_ / "link");
  std::filesystem::create_directory(backup_ / "shop");
  EXPECT_EQ(damage(), "shop:0:0 the manifest names no database for this folder");
  EXPECT_EQ(damage(Depth::quick), "shop:0:0 the manifest names no database for this folder");
}

TEST_F(VerifyServiceTest, ShowsTheFirstOfAnyNumberThatAreNotTheBackups) {
  std::filesystem::create_directory(backup_ / "shop");
  for (int number = 0; number < 1500; ++number) write_file(backup_ / ("shop/" + std::to_string(10000 + number)), "");
  const VerifyReport report = verify(Depth::quick);
  ASSERT_EQ(report.damages.size(), 1001U);
  EXPECT_EQ(report.damages[999].file, backup_ / "shop/10998");
  EXPECT_EQ(report.damages[1000].problem, "501 more items, not shown: the manifest does not name them");
}

TEST_F(VerifyServiceTest, CountsAgainstAManifestThatGoesWithItsChecksums) {
  backup_.record("users").documents = 4;
  backup_.write_manifest();
  EXPECT_EQ(damage(), "users.json:0:0 it has 3 documents instead of 4");
  backup_.record("users").documents = 3;
  backup_.record("users").bson_bytes += 1;
  backup_.write_manifest();
  EXPECT_THAT(damage(), HasSubstr("bytes of BSON instead of"));
}

TEST_F(VerifyServiceTest, TakesNoChecksumForADifferentOne) {
  backup_.record("users").xxh3_128.clear();
  backup_.write_manifest();
  EXPECT_FALSE(verify().damages.empty());
  backup_.take_checksum(backup_.record("users"));
  backup_.write_manifest();
  EXPECT_TRUE(verify().damages.empty());
}

TEST_F(VerifyServiceTest, LooksAtTheLengthBeforeItReads) {
  std::filesystem::resize_file(backup_ / "users.json", std::uintmax_t{1} << 40U);
  const VerifyReport report = verify();
  EXPECT_THAT(damage(), HasSubstr("it has 1099511627776 bytes instead of"));
  EXPECT_LT(report.bytes, 1U << 20U);
}

TEST_F(VerifyServiceTest, FindsIdsThatAreTwiceOrOutOfOrderWhateverTheChecksumSays) {
  write_file(backup_ / "users.json", array_of({numbered(1), numbered(3), numbered(2)}));
  backup_.take_checksum(backup_.record("users"));
  backup_.write_manifest();
  EXPECT_EQ(damage(), "users.json:4:1 its _id sorts before the _id of the previous document");
  write_file(backup_ / "users.json", array_of({numbered(1), numbered(2), numbered(2)}));
  backup_.take_checksum(backup_.record("users"));
  backup_.write_manifest();
  EXPECT_EQ(damage(), "users.json:4:1 it is the same as the document before it");
  const std::string twin = R"({"_id":{"$numberInt":"2"},"shard":{"$numberInt":"1"}})";
  write_file(backup_ / "users.json", array_of({numbered(1), numbered(2), twin}));
  backup_.take_checksum(backup_.record("users"));
  const std::uint64_t bson_bytes = std::exchange(backup_.record("users").bson_bytes, 77);
  backup_.write_manifest();
  EXPECT_THAT(damage(), "0 damages") << "shards may have one _id twice";
  backup_.record("users").bson_bytes = bson_bytes;
  // What has no index on _id may hold one twice, or none at all.
  write_file(backup_ / "users.json", array_of({numbered(2), numbered(2), numbered(1)}));
  backup_.take_checksum(backup_.record("users"));
  for (const char* type : {"view", "timeseries"}) {
    backup_.record("users").type = type;
    backup_.record("users").options = type == std::string("view") ? R"({"viewOn":"people"})" : "{}";
    backup_.write_manifest();
    EXPECT_THAT(verify().damages, IsEmpty()) << type;
  }
}

TEST_F(VerifyServiceTest, KnowsNoCollationAndSaysSo) {
  write_file(backup_ / "users.json", array_of({R"({"_id":"a"})", R"({"_id":"B"})"}));
  archive::CollectionRecord& users = backup_.record("users");
  users.documents = 2;
  users.bson_bytes = 2 * 16;
  users.options = R"({"collation":{"locale":"en"}})";
  backup_.take_checksum(users);
  backup_.write_manifest();
  const VerifyReport report = verify();
  EXPECT_THAT(report.damages, ElementsAre());
  EXPECT_THAT(report.notes, ElementsAre(HasSubstr("shop.users: sorted by a collation")));
}

TEST_F(VerifyServiceTest, TakesAnArrayThatIsLaidOutOtherwiseAndSaysSo) {
  change("users.json", [](std::string& text) { std::replace(text.begin(), text.end(), '\n', ' '); });
  backup_.take_checksum(backup_.record("users"));
  backup_.write_manifest();
  const VerifyReport report = verify();
  EXPECT_THAT(report.damages, IsEmpty());
  EXPECT_THAT(report.notes, ElementsAre(HasSubstr("not formatted as mongokeep writes it")));
}

TEST_F(VerifyServiceTest, ReadsTheFilesBesideADamagedManifest) {
  replace("manifest.json", "\"shop\"", "\"show\"");
  replace("users.json", R"("2"})", R"("x"})");
  const VerifyReport report = verify();
  ASSERT_EQ(report.damages.size(), 2U);
  EXPECT_EQ(report.damages[0].file, backup_ / "manifest.json");
  EXPECT_THAT(report.damages[0].problem, HasSubstr("do not match its checksum"));
  EXPECT_EQ(report.damages[1].file, backup_ / "users.json");
  EXPECT_EQ(report.damages[1].line, 3U);
  EXPECT_EQ(report.documents, 2U) << "what can be saved";
  EXPECT_THAT(report.notes, ElementsAre(HasSubstr("without a manifest")));
}

TEST_F(VerifyServiceTest, FindsAManifestThatIsALinkOrAFolder) {
  std::filesystem::rename(backup_ / "manifest.json", backup_.root() / "m");
  std::filesystem::create_symlink(backup_.root() / "m", backup_ / "manifest.json");
  EXPECT_THAT(damage(), testing::StartsWith("manifest.json:0:0 it is a symbolic link"));
  std::filesystem::remove(backup_ / "manifest.json");
  std::filesystem::create_directory(backup_ / "manifest.json");
  EXPECT_THAT(damage(), testing::StartsWith("manifest.json:0:0 it is not a regular file"));
}

TEST_F(VerifyServiceTest, KnowsItsOwnFolderWithoutItsManifest) {
  std::filesystem::remove(backup_ / "manifest.json");
  EXPECT_THAT(damage(), testing::StartsWith("manifest.json:0:0 it is missing"));
}

TEST_F(VerifyServiceTest, NotesWhatFailedWhenTheBackupWasMade) {
  std::filesystem::remove(backup_ / "empty.json");
  archive::CollectionRecord& failed = backup_.record("empty");
  failed.file.clear();
  failed.error = "no permission";
  backup_.manifest().status = archive::Status::partial;
  backup_.write_manifest();
  const VerifyReport report = verify();
  EXPECT_THAT(report.damages, IsEmpty());
  EXPECT_THAT(report.notes, ElementsAre("shop.empty is not in the backup, because it failed: no permission"));
}

TEST_F(VerifyServiceTest, TakesPlainTextForWhatItIs) {
  // An `_id` of 9 before one of 10 as text, a key that would be a wrapper.
  write_file(backup_ / "users.json", array_of({R"({"_id":"9"})", R"({"_id":"10","a":{"$date":"x"}})"}));
  backup_.record("users").documents = 2;
  backup_.take_checksum(backup_.record("users"));
  backup_.manifest().text_format = "plain";
  backup_.write_manifest();
  const VerifyReport report = verify();
  EXPECT_THAT(report.damages, IsEmpty());
  EXPECT_THAT(report.notes, ElementsAre(HasSubstr("plain JSON has no types")));
}

TEST_F(VerifyServiceTest, NeverPassesOverTheNewestForAnOlderOne) {
  const std::filesystem::path newer = backup_.root() / "21st_Feb_2024";
  std::filesystem::copy(backup_.folder(), newer);
  EXPECT_EQ(verify(Depth::full, "latest").folder, newer);
  std::filesystem::resize_file(newer / "users.json", 10);
  const VerifyReport report = verify(Depth::full, "latest");
  EXPECT_EQ(report.folder, newer);
  EXPECT_EQ(report.damages.size(), 1U);
}

TEST_F(VerifyServiceTest, TakesAPath) {
  EXPECT_EQ(verify(Depth::full, backup_.folder().string()).documents, 3U);
  EXPECT_EQ(verify(Depth::full, backup_.folder().string() + "/").documents, 3U);
}

ErrorKind kind_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const Error& error) {
    return error.kind();
  }
  ADD_FAILURE() << "no error";
  return ErrorKind::server;
}

TEST_F(VerifyServiceTest, RefusesWhatIsNoBackup) {
  EXPECT_EQ(kind_of([&] { verify(Depth::full, "19th_Feb_2024"); }), ErrorKind::usage);
  EXPECT_EQ(kind_of([&] { verify(Depth::full, (backup_.root() / "nothing").string()); }), ErrorKind::usage);
  std::filesystem::create_directory(backup_.root() / "photos");
  write_file(backup_.root() / "photos" / "a.jpg", "");
  EXPECT_EQ(kind_of([&] { verify(Depth::full, (backup_.root() / "photos").string()); }), ErrorKind::invalid_data);
}

TEST_F(VerifyServiceTest, EndsWhenItIsStopped) {
  VerifySettings settings;
  settings.root = backup_.root();
  VerifyService service(settings);
  service.set_log_handler([](const LogEntry&) {});
  std::stop_source stop;
  stop.request_stop();
  EXPECT_EQ(kind_of([&] { service.verify(stop.get_token()); }), ErrorKind::stopped);
  EXPECT_TRUE(service.verify().damages.empty()) << "the stop was that call's own";
}

TEST(VerifyLegacy, ChecksFormAndDocumentsAndSaysWhatItCannot) {
  const test::TempDir temp;
  const std::filesystem::path folder = temp.path() / "20th_Feb_2024";
  std::filesystem::create_directory(folder);
  write_file(folder / "users.json",
             "[\n  {\n    \"_id\": \"65d3f1c09f1b2a0012ab34cd\"\n  },\n  {\n    \"_id\": 5\n  }\n]");
  write_file(folder / "orders.json", "[{\"_id\":\"a\"},{\"_id\":\"b\"}]");
  VerifySettings settings;
  settings.root = temp.path();
  settings.backup = "20th_Feb_2024";
  VerifyService service(settings);
  service.set_log_handler([](const LogEntry&) {});
  const VerifyReport sound = service.verify();
  EXPECT_THAT(sound.damages, IsEmpty());
  EXPECT_EQ(sound.documents, 4U);
  EXPECT_THAT(sound.notes, ElementsAre(HasSubstr("plain JSON"), HasSubstr("no manifest")));

  write_file(folder / "users.json", "[\n  {\n    \"_id\": \"65d3f1c09f1b2a0012ab34cd\"\n  },\n  {\n    \"_id\": 5\n");
  const VerifyReport cut = service.verify();
  ASSERT_EQ(cut.damages.size(), 1U);
  EXPECT_EQ(cut.damages[0].line, 7U);
  EXPECT_THAT(cut.damages[0].problem, HasSubstr("cut off"));
}

TEST(VerifyAllDatabases, KnowsTheirFolders) {
  MadeBackup backup;
  backup.add("users", {numbered(1)}, "crm");
  backup.add("users", {numbered(1), numbered(2)}, "shop");
  // A database of nothing but a view has a folder without files.
  archive::CollectionRecord view;
  view.database = "views";
  view.name = "v";
  view.type = "view";
  view.options = R"({"viewOn":"users","pipeline":[]})";
  view.indexes = "[]";
  backup.manifest().collections.push_back(view);
  backup.write_manifest();
  std::filesystem::create_directory(backup / "views");
  VerifySettings settings;
  settings.root = backup.root();
  VerifyService service(settings);
  service.set_log_handler([](const LogEntry&) {});
  const VerifyReport sound = service.verify();
  EXPECT_THAT(sound.damages, IsEmpty()) << sound.damages.at(0).problem;
  EXPECT_EQ(sound.documents, 3U);

  std::filesystem::remove_all(backup / "crm");
  const VerifyReport damaged = service.verify();
  ASSERT_EQ(damaged.damages.size(), 1U);
  EXPECT_EQ(damaged.damages[0].collection, "crm.users");
}

}  // namespace
}  // namespace mongokeep::verify
