#include "cli/views/show_view.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "cli/terminal/text_width.h"
#include "cli/views/sample_entries.h"

namespace mongokeep::cli {
namespace {

TEST(ShowView, ShowsAPartialBackupWithItsFailuresWhole) {
  EXPECT_EQ(show_text(partial_entry(), "UTC"),
            R"(Name      21st_Feb_2024
Path      /srv/backup/21st_Feb_2024
Status    partial: some collections failed, see below
Database  shop
Server    8.2.11
Tool      mongokeep 0.1.0
Started   2024-02-20 01:00:00
Finished  2024-02-20 01:03:05 (3 min 05 s)
Format    version 1, canonical text
Size      121 KiB in 1 file

COLLECTION  TYPE        DOCUMENTS     SIZE  FILE        NOTE
users       collection      1,234  121 KiB  users.json
cheap       view                                        definition only
orders      collection                                  failed

Failures:
  orders: not authorized on shop to execute command\x1b[2J

Not included: users and roles, search indexes, sharding, the databases config and local, system collections other than system.js.
)");
}

TEST(ShowView, NamesTheDatabaseOfEachCollectionInABackupOfAll) {
  archive::StoredBackup backup = test::complete_backup();
  backup.manifest->database.clear();
  for (archive::CollectionRecord& record : backup.manifest->collections) record.database = "shop";
  const std::string text = show_text(root::shown_entry(backup), "UTC");
  EXPECT_NE(text.find("Database  (all)\n"), std::string::npos);
  EXPECT_NE(text.find("shop.users  collection"), std::string::npos);
}

TEST(ShowView, ShowsAFolderWithoutAManifestAsWhatItIs) {
  EXPECT_EQ(show_text(bare_entry("2nd_Jan_2023", BackupState::legacy), "UTC"),
            R"(Name      2nd_Jan_2023
Path      /srv/backup/2nd_Jan_2023
Status    legacy: made by an older system, without a manifest
Modified  2023-01-02 03:04:05
Size      2.00 KiB in 2 files
)");
  EXPECT_NE(show_text(bare_entry("x", BackupState::damaged, "cut short"), "UTC").find("Problem   cut short\n"),
            std::string::npos);
}

TEST(ShowView, CutsLongNamesForATerminal) {
  archive::StoredBackup backup = test::complete_backup();
  archive::CollectionRecord& record = backup.manifest->collections[0];
  record.name = std::string(200, 'n');
  record.file = record.name + ".json";
  const auto line_of = [&](std::optional<std::size_t> width) {
    const std::string text = show_text(root::shown_entry(backup), "UTC", width);
    const std::size_t begin = text.find("\nnnn") + 1;
    return text.substr(begin, text.find('\n', begin) - begin);
  };
  EXPECT_LE(display_width(line_of(120)), 120U);
  EXPECT_NE(line_of(120).find("…"), std::string::npos);
  EXPECT_NE(line_of(std::nullopt).find(record.file), std::string::npos);
}

TEST(ShowView, SaysWhenThereIsNothingInIt) {
  archive::StoredBackup backup = test::complete_backup();
  backup.manifest->collections.clear();
  EXPECT_TRUE(show_text(root::shown_entry(backup), "UTC").find("\nNo collections.\n\nNot included: users and roles") !=
              std::string::npos);
}

TEST(ShowView, GivesProgramsAllThatTheManifestSays) {
  const auto json = show_json(partial_entry());
  EXPECT_EQ(json.at("name"), "21st_Feb_2024");
  EXPECT_EQ(json.at("path"), "/srv/backup/21st_Feb_2024");
  EXPECT_EQ(json.at("status"), "partial");
  EXPECT_EQ(json.at("problem"), nullptr);
  EXPECT_EQ(json.at("formatVersion"), 1);
  EXPECT_EQ(json.at("startedAt"), "2024-02-20T01:00:00.000Z");
  EXPECT_EQ(json.at("collections").size(), 3U);
  EXPECT_EQ(json.at("collections")[0].at("xxh3_128"), "0123456789abcdef0123456789abcdef");
  EXPECT_EQ(json.at("collections")[1].at("options"), nlohmann::ordered_json::parse(R"({"viewOn":"products"})"));
  EXPECT_EQ(json.at("collections")[0].at("filePath"), "/srv/backup/21st_Feb_2024/users.json");
  EXPECT_EQ(json.at("collections")[0].at("documentCount"), 1234);
  EXPECT_EQ(json.at("collections")[1].at("filePath"), nullptr);
  EXPECT_EQ(json.at("documentCount"), 1234);
  EXPECT_FALSE(json.contains("xxh3_128"));
}

TEST(ShowView, GivesProgramsTheStandingOfAFolderWithoutAManifest) {
  const auto json = show_json(bare_entry("a", BackupState::unfinished));
  EXPECT_EQ(json.at("status"), "unfinished");
  EXPECT_EQ(json.at("fileCount"), 2);
  EXPECT_EQ(json.at("collections"), nullptr);
  EXPECT_EQ(json.at("documentCount"), nullptr);
  EXPECT_EQ(json.size(), show_json(partial_entry()).size()) << "what is not there is null";
}

}  // namespace
}  // namespace mongokeep::cli
