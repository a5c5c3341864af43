// The library as an application uses it: over connections of the application's own.

#include "mongokeep/backup_service.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <future>
#include <map>
#include <memory>
#include <new>
#include <stop_token>

#include "support/files.h"
#include "support/mongo_client.h"
#include "support/server.h"
#include "support/temp_dir.h"

namespace mongokeep {
namespace {

using test::ServerKind;

struct Destroy {
  void operator()(mongoc_uri_t* uri) const { mongoc_uri_destroy(uri); }
  void operator()(mongoc_client_pool_t* pool) const { mongoc_client_pool_destroy(pool); }
};

class BackupServiceTest : public testing::TestWithParam<ServerKind> {
 protected:
  BackupServiceTest() {
    settings_.root = temp_.path() / "backup";
    settings_.database = database_;
    for (const char* collection : {"a", "b", "c"}) client_.insert(database_, collection, R"({"_id": 1})");
  }

  std::unique_ptr<mongoc_client_pool_t, Destroy> pool_of(const std::string& uri) const {
    const std::unique_ptr<mongoc_uri_t, Destroy> parsed(mongoc_uri_new(uri.c_str()));
    return std::unique_ptr<mongoc_client_pool_t, Destroy>(mongoc_client_pool_new(parsed.get()));
  }

  BackupReport report_of(BackupService service) const {
    service.set_log_handler([](const LogEntry&) {});
    return service.create_backup();
  }

  test::TempDir temp_;
  std::string database_ = test::fresh_database();
  test::MongoClient client_{test::shared_server(GetParam()).uri()};
  BackupSettings settings_;
};

TEST_P(BackupServiceTest, BorrowsAPool) {
  const auto pool = pool_of(test::shared_server(GetParam()).uri());
  const BackupReport report = report_of({pool.get(), settings_});
  EXPECT_EQ(report.status, BackupStatus::complete);
  ASSERT_EQ(report.collections.size(), 3U);
  EXPECT_EQ(report.collections[0].database, database_);
  EXPECT_EQ(report.collections[0].file, report.folder / "a.json");
  EXPECT_EQ(report.collections[0].documents, 1U);
  EXPECT_TRUE(std::filesystem::exists(report.collections[0].file));
}

/// Breaks its promise not to throw.
class FaultyObserver final : public ProgressObserver {
 public:
  void collection_started(const CollectionProgress& progress) override {
    if (progress.name.ends_with(".b")) throw std::bad_alloc();
  }
  void collection_advanced(const CollectionProgress&) override {}
  void collection_finished(const CollectionProgress&, Outcome) override {}
};

TEST_P(BackupServiceTest, LosesOneCollectionToAnExceptionThatIsNoneOfOurs) {
  BackupService service(test::shared_server(GetParam()).uri(), settings_);
  FaultyObserver observer;
  service.set_progress_observer(&observer);
  service.set_log_handler([](const LogEntry&) {});
  const BackupReport report = service.create_backup();
  EXPECT_EQ(report.status, BackupStatus::partial);
  ASSERT_EQ(report.collections.size(), 3U);
  EXPECT_EQ(report.collections[0].error, "");
  EXPECT_NE(report.collections[1].error, "");
  EXPECT_EQ(report.collections[2].error, "");
}

TEST_P(BackupServiceTest, IsDoneThoughThereIsNoMemoryToTellOfIt) {
  BackupService service(test::shared_server(GetParam()).uri(), settings_);
  std::vector<std::string> warnings;
  service.set_log_handler([&](const LogEntry& entry) {
    if (entry.message == "createBackup: Backup completed") throw std::bad_alloc();
    if (entry.level == LogLevel::warning) warnings.push_back(entry.message);
  });
  const BackupReport report = service.create_backup();
  EXPECT_EQ(report.status, BackupStatus::complete);
  EXPECT_TRUE(std::filesystem::exists(report.folder / "manifest.json"));
  EXPECT_THAT(warnings, testing::Contains("Not all of what was done could be told"));
}

/// What it was told, and which log lines say the same.
class RecordingObserver final : public ProgressObserver {
 public:
  void run_started(const RunProgress& run) override { runs.push_back(run); }
  void run_finished(const RunProgress& run) override { runs.push_back(run); }
  void collection_started(const CollectionProgress& progress) override { started.push_back(progress.name); }
  void collection_advanced(const CollectionProgress&) override {}
  void collection_finished(const CollectionProgress& progress, Outcome outcome) override {
    finished[progress.name] = progress;
    outcomes.push_back(outcome);
  }

  std::vector<RunProgress> runs;
  std::vector<std::string> started;
  std::map<std::string, CollectionProgress> finished;
  std::vector<Outcome> outcomes;
};

TEST_P(BackupServiceTest, TellsAnObserverOfTheRunAndOfWhatBecameOfEachCollection) {
  BackupService service(test::shared_server(GetParam()).uri(), settings_);
  RecordingObserver observer;
  std::vector<std::string> told_twice;
  service.set_progress_observer(&observer);
  service.set_log_handler([&](const LogEntry& entry) {
    if (entry.is_progress) told_twice.push_back(entry.message);
  });
  const BackupReport report = service.create_backup();
  ASSERT_EQ(observer.runs.size(), 2U);
  EXPECT_EQ(observer.runs[0].kind, RunProgress::Kind::backup);
  EXPECT_EQ(observer.runs[0].folder, report.folder);
  const std::string b = database_ + ".b";
  EXPECT_THAT(observer.runs[0].collections, testing::UnorderedElementsAre(database_ + ".a", b, database_ + ".c"));
  EXPECT_THAT(observer.started, testing::UnorderedElementsAreArray(observer.runs[0].collections));
  EXPECT_THAT(observer.outcomes, testing::ElementsAreArray(std::vector(3, ProgressObserver::Outcome::copied)));
  EXPECT_EQ(observer.finished[b].documents, 1U);
  EXPECT_EQ(observer.finished[b].stored_bytes, std::filesystem::file_size(report.collections[1].file));
  EXPECT_EQ(observer.finished[b].error, "");
  EXPECT_EQ(std::count(told_twice.begin(), told_twice.end(), "Successfully backed up collection"), 3);
}

TEST_P(BackupServiceTest, DoesNotWaitForClientsThatAPoolDoesNotHave) {
  const std::string uri = test::shared_server(GetParam()).uri();
  const auto pool = pool_of(uri + (uri.find('?') == std::string::npos ? "?" : "&") + "maxPoolSize=1");
  settings_.parallel_collections = 3;
  EXPECT_EQ(report_of({pool.get(), settings_}).collections.size(), 3U);
  mongoc_client_t* client = mongoc_client_pool_try_pop(pool.get());
  ASSERT_NE(client, nullptr) << "the pool has its client back";
  mongoc_client_pool_push(pool.get(), client);
}

TEST_P(BackupServiceTest, CanBeStoppedWhileItWaitsForAClientOfThePool) {
  const std::string uri = test::shared_server(GetParam()).uri();
  const auto pool = pool_of(uri + (uri.find('?') == std::string::npos ? "?" : "&") + "maxPoolSize=1");
  mongoc_client_t* taken = mongoc_client_pool_pop(pool.get());
  BackupService service(pool.get(), settings_);
  std::stop_source stop;
  std::future<ErrorKind> end = std::async(std::launch::async, [&] {
    try {
      service.create_backup(stop.get_token());
    } catch (const Error& error) {
      return error.kind();
    }
    return ErrorKind::server;
  });
  stop.request_stop();
  EXPECT_EQ(end.get(), ErrorKind::stopped);
  mongoc_client_pool_push(pool.get(), taken);
}

TEST_P(BackupServiceTest, BorrowsASingleClientAndLeavesItUsable) {
  EXPECT_EQ(report_of({client_.get(), settings_}).collections.size(), 3U);
  EXPECT_EQ(client_.count(database_, "a"), 1U);
}

TEST_P(BackupServiceTest, NamesTheFolderByTheClockAndTheZoneItIsGiven) {
  settings_.time_zone = "Pacific/Auckland";
  BackupService service(client_.get(), settings_);
  service.set_log_handler([](const LogEntry&) {});
  service.set_clock([] { return std::chrono::system_clock::time_point(std::chrono::seconds(1708430400)); });
  EXPECT_EQ(service.create_backup().folder.filename(), "21st_Feb_2024");
}

TEST_P(BackupServiceTest, ThatWasStoppedMakesNoBackup) {
  BackupService service(client_.get(), settings_);
  std::stop_source stop;
  stop.request_stop();
  try {
    service.create_backup(stop.get_token());
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::stopped);
  }
  EXPECT_EQ(test::names_in(settings_.root), std::vector<std::string>{".lock"});
  EXPECT_TRUE(service.create_backup().is_whole()) << "the stop was that call's own";
}

TEST_P(BackupServiceTest, WarnsOfACollectionThatCameBackEmpty) {
  EXPECT_THAT(report_of({client_.get(), settings_}).warnings,
              testing::ElementsAre(testing::HasSubstr("did not exist and was created")));
  EXPECT_TRUE(report_of({client_.get(), settings_}).warnings.empty());
  client_.command(database_, R"({"delete": "b", "deletes": [{"q": {}, "limit": 0}]})");
  const BackupReport report = report_of({client_.get(), settings_});
  EXPECT_EQ(report.status, BackupStatus::complete);
  EXPECT_THAT(report.warnings, testing::ElementsAre(testing::StartsWith("b came back empty; it had 1 document in ")));
}

TEST_P(BackupServiceTest, RefusesSettingsThatContradictEachOther) {
  const auto kind_of = [&](const BackupSettings& settings) {
    try {
      report_of({client_.get(), settings});
    } catch (const Error& error) {
      return error.kind();
    }
    return ErrorKind::server;
  };
  BackupSettings all = settings_;
  all.all_databases = true;
  EXPECT_EQ(kind_of(all), ErrorKind::configuration);
  BackupSettings models = settings_;
  models.models.add("User");
  models.collections = {"a"};
  EXPECT_EQ(kind_of(models), ErrorKind::configuration);
  BackupSettings share = settings_;
  share.warn_shrink_percent = 0;
  EXPECT_EQ(kind_of(share), ErrorKind::configuration);
  BackupSettings zone = settings_;
  zone.time_zone = "Europe/Atlantis";
  EXPECT_EQ(kind_of(zone), ErrorKind::configuration);
  BackupSettings preference = settings_;
  preference.read_preference = "secondry";
  EXPECT_EQ(kind_of(preference), ErrorKind::configuration);
}

INSTANTIATE_TEST_SUITE_P(EveryServer, BackupServiceTest, testing::ValuesIn(test::every_server), test::NameOfServer());

}  // namespace
}  // namespace mongokeep
