#include "schedule/task_report.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "base/text/time_text.h"

namespace mongokeep::schedule {
namespace {

using Json = nlohmann::json;
using Status = TasksService::Result::Status;

TaskEnd end_of(Task task, std::variant<BackupReport, CleanupReport, DrillReport, PushReport, Error> outcome) {
  const Instant start = parse_utc_text("2024-02-20T01:00:00.000Z").value();
  return {task, "/srv/backup", start, start + std::chrono::milliseconds(1500), std::move(outcome)};
}

BackupReport shop() {
  BackupReport report;
  report.folder = "/srv/backup/20th_Feb_2024";
  report.collections = {{"shop", "users", "/srv/backup/20th_Feb_2024/users.json", 3, 100, 120, ""},
                        {"shop", "orders", "", 0, 0, 0, "not authorized"}};
  report.warnings = {"users has shrunk"};
  return report;
}

TEST(TaskReport, OfACompleteBackupIsASuccess) {
  BackupReport report = shop();
  report.collections.pop_back();
  const TaskEnd end = end_of(Task::backup, report);
  EXPECT_EQ(end.status(), Status::succeeded);
  const Json json = Json::parse(report_text(end));
  EXPECT_EQ(json.at("task"), "backup");
  EXPECT_EQ(json.at("event"), "success");
  EXPECT_EQ(json.at("status"), "complete");
  EXPECT_EQ(json.at("root"), "/srv/backup");
  EXPECT_EQ(json.at("startedAt"), "2024-02-20T01:00:00.000Z");
  EXPECT_EQ(json.at("durationMs"), 1500);
  EXPECT_EQ(json.at("warnings"), Json::array({"users has shrunk"}));
  EXPECT_TRUE(json.at("error").is_null());
  EXPECT_FALSE(json.at("host").get<std::string>().empty());
}

TEST(TaskReport, OfAPartialBackupIsAFailureAndNamesWhatFailed) {
  BackupReport report = shop();
  report.status = BackupStatus::partial;
  const Json json = Json::parse(report_text(end_of(Task::backup, report)));
  EXPECT_EQ(json.at("event"), "failure");
  EXPECT_EQ(json.at("status"), "partial");
  EXPECT_EQ(json.at("collectionCount"), 2);
  EXPECT_EQ(json.at("failedCount"), 1);
  EXPECT_EQ(json.at("documentCount"), 3);
  EXPECT_EQ(json.at("collections").at(0).at("documentCount"), 3);
  EXPECT_TRUE(json.at("collections").at(0).at("error").is_null());
  EXPECT_TRUE(json.at("collections").at(1).at("filePath").is_null());
  EXPECT_EQ(json.at("collections").at(1).at("error"), "not authorized");
}

TEST(TaskReport, OfAFailureSaysWhy) {
  const TaskEnd end = end_of(Task::backup, Error(ErrorKind::connection, "connect to", "db1", "refused", "Start it"));
  EXPECT_EQ(end.status(), Status::failed);
  const Json json = Json::parse(report_text(end));
  EXPECT_EQ(json.at("status"), "failed");
  EXPECT_EQ(json.at("error"), Json({{"kind", "connection"},
                                    {"operation", "connect to"},
                                    {"subject", "db1"},
                                    {"cause", "refused"},
                                    {"hint", "Start it"}}));
  const Json whole = Json::parse(report_text(end_of(Task::backup, shop())));
  for (const auto& [name, value] : whole.items()) {
    EXPECT_TRUE(json.contains(name)) << name << ": what is not known is null";
  }
  EXPECT_TRUE(json.at("backupPath").is_null());
  EXPECT_TRUE(json.at("collections").is_null());
  EXPECT_FALSE(Json::parse(short_report_text(end)).contains("collections"));
}

TEST(TaskReport, SaysWhichFailuresMayPass) {
  const auto may_pass = [](Task task, ErrorKind kind) {
    return end_of(task, Error(kind, "read", "", "")).may_go_well_later();
  };
  EXPECT_TRUE(may_pass(Task::backup, ErrorKind::connection));
  EXPECT_TRUE(may_pass(Task::drill, ErrorKind::storage));
  EXPECT_FALSE(may_pass(Task::backup, ErrorKind::usage));
  EXPECT_FALSE(may_pass(Task::cleanup, ErrorKind::configuration));
  EXPECT_TRUE(may_pass(Task::backup, ErrorKind::damaged)) << "it is made anew";
  EXPECT_FALSE(may_pass(Task::drill, ErrorKind::damaged)) << "what is stored does not get better";
  EXPECT_FALSE(end_of(Task::backup, shop()).may_go_well_later());
}

TEST(TaskReport, OfACleanUpCounts) {
  CleanupReport report;
  report.removed = {{"/srv/backup/1st_Jan_2024", std::chrono::hours(24 * 100)}};
  report.kept = 7;
  Json json = Json::parse(report_text(end_of(Task::cleanup, report)));
  EXPECT_EQ(json.at("task"), "cleanup");
  EXPECT_EQ(json.at("event"), "success");
  EXPECT_EQ(json.at("deletedCount"), 1);
  EXPECT_EQ(json.at("keptCount"), 7);
  EXPECT_EQ(json.at("deletedBackups").at(0).at("path"), "/srv/backup/1st_Jan_2024");
  report.failures = {{"/srv/backup/2nd_Jan_2024", "busy"}};
  json = Json::parse(report_text(end_of(Task::cleanup, report)));
  EXPECT_EQ(json.at("event"), "failure");
  EXPECT_EQ(json.at("status"), "partial");
  EXPECT_EQ(json.at("failures").at(0).at("error"), "busy");
}

TEST(TaskReport, OfACleanUpTellsOfItsStores) {
  CleanupReport report;
  report.held = {{"/srv/backup/1st_Jan_2024", "offsite does not have it yet"}};
  report.warnings = {"offsite is no longer waited for"};
  StoreCleanup& offsite = report.stores.emplace_back();
  offsite.store = "offsite";
  offsite.removed = {{"offsite:1st_Jan_2023", std::chrono::hours(24 * 400)}};
  offsite.held = {{"offsite:2nd_Jan_2023", "locked until 2024-03-01"}};
  Json json = Json::parse(report_text(end_of(Task::cleanup, report)));
  EXPECT_EQ(json.at("status"), "complete") << "what is held has not failed";
  EXPECT_EQ(json.at("heldCount"), 1);
  EXPECT_EQ(json.at("heldBackups").at(0).at("reason"), "offsite does not have it yet");
  EXPECT_EQ(json.at("warnings").at(0), "offsite is no longer waited for");
  EXPECT_EQ(json.at("stores").at(0).at("store"), "offsite");
  EXPECT_EQ(json.at("stores").at(0).at("deletedBackups").at(0).at("path"), "offsite:1st_Jan_2023");
  EXPECT_EQ(json.at("stores").at(0).at("heldBackups").at(0).at("reason"), "locked until 2024-03-01");
  offsite.error.emplace(ErrorKind::storage, "use the store", "offsite", "connection refused");
  json = Json::parse(report_text(end_of(Task::cleanup, report)));
  EXPECT_EQ(json.at("status"), "partial");
  EXPECT_EQ(json.at("stores").at(0).at("error").at("cause"), "connection refused");
  offsite.is_required = false;
  EXPECT_EQ(Json::parse(report_text(end_of(Task::cleanup, report))).at("status"), "complete");
}

/// Two collections and a view that came back whole.
DrillReport good_drill() {
  DrillReport report;
  report.scratch_databases = {"mongokeep_drill_1"};
  report.restored.folder = "/srv/backup/20th_Feb_2024";
  report.restored.warnings = {"types are lost"};
  for (const char* name : {"orders", "users", "active"}) {
    RestoredCollection& restored = report.restored.collections.emplace_back();
    restored.stored_collection = std::string("shop.") + name;
    restored.target = std::string("mongokeep_drill_1.") + name;
    restored.type = "collection";
  }
  report.restored.collections.back().type = "view";
  for (const char* name : {"orders", "users"}) {
    CollectionComparison& compared = report.compared.collections.emplace_back();
    compared.stored_collection = std::string("shop.") + name;
    compared.live_collection = std::string("mongokeep_drill_1.") + name;
    compared.same = 100;
  }
  return report;
}

TEST(TaskReport, OfADrillThatBroughtBackEverythingIsASuccess) {
  const TaskEnd end = end_of(Task::drill, good_drill());
  EXPECT_EQ(end.status(), Status::succeeded);
  EXPECT_FALSE(end.error());
  const Json json = Json::parse(report_text(end));
  EXPECT_EQ(json.at("task"), "drill");
  EXPECT_EQ(json.at("event"), "success");
  EXPECT_EQ(json.at("status"), "complete");
  EXPECT_EQ(json.at("backupPath"), "/srv/backup/20th_Feb_2024");
  EXPECT_EQ(json.at("collectionCount"), 3);
  EXPECT_EQ(json.at("sameCount"), 200);
  EXPECT_EQ(json.at("warnings"), Json::array({"types are lost"}));
  EXPECT_EQ(json.at("scratchDatabases"), Json::array({"mongokeep_drill_1"}));
  EXPECT_EQ(json.at("collections").at(0), Json({{"collectionName", "shop.orders"},
                                                {"type", "collection"},
                                                {"sameCount", 100},
                                                {"missingCount", 0},
                                                {"addedCount", 0},
                                                {"changedCount", 0},
                                                {"refusals", Json::array()},
                                                {"error", nullptr}}));
  EXPECT_EQ(json.at("collections").size(), 3U);
}

TEST(TaskReport, OfADrillWhoseIndexesOrViewsDidNotComeBackIsPartial) {
  DrillReport report = good_drill();
  report.restored.collections[1].refused = {"index name_1: not supported"};
  Json json = Json::parse(report_text(end_of(Task::drill, report)));
  EXPECT_EQ(json.at("event"), "failure");
  EXPECT_EQ(json.at("status"), "partial");
  EXPECT_EQ(json.at("refusedCount"), 1);
  EXPECT_EQ(json.at("collections").at(1).at("refusals"), Json::array({"index name_1: not supported"}));
  EXPECT_TRUE(json.at("error").is_null());

  report = good_drill();
  report.restored.collections[2].error = "no views here";
  json = Json::parse(report_text(end_of(Task::drill, report)));
  EXPECT_EQ(json.at("status"), "partial");
  EXPECT_EQ(json.at("collections").at(2).at("error"), "no views here");

  report = good_drill();
  report.restored.collections[0].is_stored = false;
  report.restored.collections[0].error = "its backup failed";
  EXPECT_EQ(end_of(Task::drill, report).status(), Status::partial) << "the backup is";
}

TEST(TaskReport, OfADrillThatLostADocumentIsAFailureOfTheBackup) {
  DrillReport report = good_drill();
  report.compared.collections[1].same = 97;
  report.compared.collections[1].missing = 1;
  report.compared.collections[1].changed = 2;
  const TaskEnd end = end_of(Task::drill, report);
  EXPECT_EQ(end.status(), Status::failed);
  EXPECT_FALSE(end.was_broken_off());
  EXPECT_EQ(end.error().value().kind(), ErrorKind::damaged);
  const Json json = Json::parse(report_text(end));
  EXPECT_EQ(json.at("status"), "failed");
  EXPECT_EQ(json.at("missingCount"), 1);
  EXPECT_EQ(json.at("changedCount"), 2);
  EXPECT_EQ(json.at("collections").at(1).at("changedCount"), 2);
  EXPECT_EQ(json.at("error").at("subject"), "/srv/backup/20th_Feb_2024");
  EXPECT_EQ(json.at("error").at("cause"), "shop.users: 1 missing, 2 changed");
}

TEST(TaskReport, OfADrillInShortIsBounded) {
  DrillReport report = good_drill();
  report.compared.collections[1].missing = 100;
  const std::size_t length = short_report_text(end_of(Task::drill, report)).size();
  for (int i = 0; i < 1000; ++i) {
    report.restored.collections.push_back(report.restored.collections[1]);
    report.scratch_databases.push_back("mongokeep_drill_2");
  }
  EXPECT_LT(short_report_text(end_of(Task::drill, report)).size(), length + 150);
}

TEST(TaskReport, InShortIsBoundedWhateverTheNumberOfCollections) {
  BackupReport report = shop();
  const std::size_t length = short_report_text(end_of(Task::backup, report)).size();
  for (int i = 0; i < 1000; ++i) report.collections.push_back(report.collections.front());
  EXPECT_LT(short_report_text(end_of(Task::backup, report)).size(), length + 10);
}

TEST(TaskReport, IsJsonWhateverBytesItHolds) {
  const TaskEnd end = end_of(Task::backup, Error(ErrorKind::server, "read", "\xff\"\n", "bad \xc3"));
  EXPECT_EQ(Json::parse(report_text(end)).at("status"), "failed");
}

/// Two stores, of which the first has all, and the second lacks a backup for this reason.
PushReport push_that_fails_by(ErrorKind kind, bool is_required = true) {
  PushReport report;
  Shipment shipment{.store = "bucket", .backup = "20th_Feb_2024", .error = {}, .failing_since = {}};
  shipment.outcome = Shipment::Outcome::arrived;
  shipment.files = 2;
  shipment.bytes = 220;
  report.stores.push_back({.store = "bucket", .is_required = true, .error = {}, .shipments = {shipment}});
  shipment.store = "nas";
  shipment.outcome = Shipment::Outcome::failed;
  shipment.error = Error(kind, "ship", "20th_Feb_2024", "it could not be");
  shipment.failing_since = parse_utc_text("2024-02-19T01:00:00.000Z");
  report.stores.push_back({.store = "nas", .is_required = is_required, .error = {}, .shipments = {shipment}});
  return report;
}

TEST(TaskReport, OfAPushIsAFailureWhereARequiredStoreLacksSomething) {
  const TaskEnd end = end_of(Task::push, push_that_fails_by(ErrorKind::storage));
  EXPECT_EQ(end.status(), Status::partial);
  EXPECT_FALSE(end.error()) << "each store has its own";
  const Json json = Json::parse(report_text(end));
  EXPECT_EQ(json.at("task"), "push");
  EXPECT_EQ(json.at("event"), "failure");
  EXPECT_EQ(json.at("status"), "partial");
  EXPECT_EQ(json.at("storeCount"), 2);
  EXPECT_EQ(json.at("arrivedCount"), 1);
  EXPECT_EQ(json.at("failedCount"), 1);
  EXPECT_EQ(json.at("incompleteStores"), Json::array({"nas"}));
  EXPECT_EQ(json.at("stores").at(0).at("shipments").at(0).at("outcome"), "arrived");
  EXPECT_EQ(json.at("stores").at(0).at("shipments").at(0).at("storedBytes"), 220);
  const Json failed = json.at("stores").at(1).at("shipments").at(0);
  EXPECT_EQ(failed.at("outcome"), "failed");
  EXPECT_EQ(failed.at("brokenHere"), false);
  EXPECT_EQ(failed.at("failingSince"), "2024-02-19T01:00:00.000Z");
  EXPECT_EQ(failed.at("error").at("cause"), "it could not be");
  EXPECT_FALSE(Json::parse(short_report_text(end)).contains("stores"));

  const TaskEnd optional = end_of(Task::push, push_that_fails_by(ErrorKind::storage, false));
  EXPECT_EQ(optional.status(), Status::succeeded);
  EXPECT_EQ(Json::parse(report_text(optional)).at("incompleteStores"), Json::array({"nas"}));
}

TEST(TaskReport, OfABrokenOffPushKnowsNothing) {
  const TaskEnd end = end_of(Task::push, Error(ErrorKind::locked, "push from", "/srv/backup", "another push"));
  EXPECT_EQ(end.status(), Status::failed);
  EXPECT_TRUE(Json::parse(report_text(end)).at("arrivedCount").is_null());
  EXPECT_TRUE(Json::parse(report_text(end)).at("stores").is_null());
}

TEST(TaskReport, OfAPushMayGoWellLaterWhereARequiredStoreMayBeThereThen) {
  const auto may_go_well = [](const PushReport& report) { return end_of(Task::push, report).may_go_well_later(); };
  EXPECT_TRUE(may_go_well(push_that_fails_by(ErrorKind::storage)));
  EXPECT_FALSE(may_go_well(push_that_fails_by(ErrorKind::storage, false))) << "the next push is soon enough";
  EXPECT_FALSE(may_go_well(push_that_fails_by(ErrorKind::damaged)));
  EXPECT_FALSE(may_go_well(push_that_fails_by(ErrorKind::invalid_data))) << "the store has another one of that name";
  EXPECT_FALSE(may_go_well(PushReport()));
  PushReport away;
  away.stores.push_back({.store = "nas", .is_required = true, .error = {}, .shipments = {}});
  away.stores.front().error = Error(ErrorKind::configuration, "use", "rclone", "it is too old");
  EXPECT_FALSE(may_go_well(away));
  away.stores.front().error = Error(ErrorKind::storage, "list", "nas:", "connection refused");
  EXPECT_TRUE(may_go_well(away));
}

}  // namespace
}  // namespace mongokeep::schedule
