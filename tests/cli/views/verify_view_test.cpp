#include "cli/views/verify_view.h"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

namespace mongokeep::cli {
namespace {

using testing::HasSubstr;

Verification sound() {
  Verification found;
  found.report.folder = "/srv/backup/20th_Feb_2024";
  found.report.files = 12;
  found.report.documents = 1234567;
  found.report.bytes = 1288490189;
  found.took = std::chrono::milliseconds(3400);
  return found;
}

CollectionComparison users() {
  CollectionComparison users;
  users.stored_collection = "shop.users";
  users.live_collection = "shop.users";
  users.same = 1000;
  return users;
}

TEST(VerifyView, SumsUpASoundBackupInALine) {
  EXPECT_EQ(verify_text(sound()), "sound: 12 files, 1,234,567 documents, 1.20 GiB, read in 3.4 s\n");
}

TEST(VerifyView, NamesThePlaceOfEachDamage) {
  Verification found = sound();
  found.report.damages = {{"/srv/backup/20th_Feb_2024/users.json", "shop.users", 7, 31, "the string is not closed"},
                          {"/srv/backup/20th_Feb_2024/x\n.json", "", 0, 0, "the manifest does not name this file"}};
  found.report.notes = {"shop.orders is not in the backup, because it failed: no permission"};
  EXPECT_EQ(verify_text(found),
            "/srv/backup/20th_Feb_2024/users.json:7:31: the string is not closed (shop.users)\n"
            "/srv/backup/20th_Feb_2024/x\\x0a.json: the manifest does not name this file\n"
            "note: shop.orders is not in the backup, because it failed: no permission\n"
            "damaged in 2 places: 12 files, 1,234,567 documents, 1.20 GiB, read in 3.4 s\n");
}

TEST(VerifyView, ShowsHowTheDatabaseDiffers) {
  Verification found = sound();
  found.comparison.emplace();
  found.comparison->collections = {users(), users()};
  EXPECT_THAT(verify_text(found), HasSubstr("\nsame: 2 collections match the database\n"));

  CollectionComparison& changed = found.comparison->collections[0];
  changed.missing = 7;
  changed.changed = 1;
  changed.metadata = {"index `name_1` is not in the database"};
  changed.samples = {{DifferentDocument::Kind::missing, "\"a\"", "{\"_id\":\"a\"}", ""},
                     {DifferentDocument::Kind::changed, "\"b\"", "{\"_id\":\"b\"}", "{\"_id\":\"b\",\"c\":true}"}};
  found.comparison->not_in_backup = {"shop.new"};
  EXPECT_THAT(verify_text(found), HasSubstr("shop.users: 7 missing, 0 added, 1 changed, 1,000 the same\n"
                                            "  index `name_1` is not in the database\n"
                                            "  missing \"a\"\n"
                                            "  changed \"b\"\n"
                                            "    backup   {\"_id\":\"b\"}\n"
                                            "    database {\"_id\":\"b\",\"c\":true}\n"
                                            "  and 6 more\n"
                                            "shop.new: not in the backup\n"
                                            "different: 1 of 2 collections; 1 only in the database\n"));
}

TEST(VerifyView, IsJsonForPrograms) {
  Verification found = sound();
  found.report.damages = {{"/b/users.json", "shop.users", 7, 31, "x"}, {"/b/y", "", 0, 0, "z"}};
  found.comparison.emplace();
  found.comparison->collections = {users()};
  const Json json = verify_json(found);
  EXPECT_EQ(json.at("status"), "damaged");
  EXPECT_EQ(json.at("fileCount"), 12);
  EXPECT_EQ(json.at("damages").at(0).at("line"), 7);
  EXPECT_TRUE(json.at("damages").at(1).at("line").is_null());
  EXPECT_TRUE(json.at("damages").at(1).at("collectionName").is_null());
  EXPECT_EQ(json.at("comparison").at("status"), "same");
  EXPECT_EQ(json.at("comparison").at("collections").at(0).at("sameCount"), 1000);
  EXPECT_TRUE(verify_json(sound()).at("comparison").is_null());
}

TEST(VerifyView, HidesSecretsThatAServerRepeats) {
  const Redactor redactor("mongodb://u:s3cret@h/");
  ComparisonReport report;
  report.collections = {users()};
  report.collections[0].error = "authentication with s3cret failed";
  EXPECT_THAT(cleaned(report, redactor).collections[0].error, testing::Not(HasSubstr("s3cret")));
}

}  // namespace
}  // namespace mongokeep::cli
