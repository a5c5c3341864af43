// The library as an application uses it: what comes between two steps of a restore.

#include "mongokeep/restore_service.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <functional>
#include <stop_token>

#include "mongokeep/backup_service.h"
#include "support/files.h"
#include "support/mongo_client.h"
#include "support/server.h"
#include "support/temp_dir.h"

namespace mongokeep {
namespace {

using test::ServerKind;
using testing::ElementsAre;
using testing::HasSubstr;

/// Does something when the first collection is finished.
class AtTheFirstEnd final : public ProgressObserver {
 public:
  explicit AtTheFirstEnd(std::function<void()> act) : act_(std::move(act)) {}
  void collection_started(const CollectionProgress&) override {}
  void collection_advanced(const CollectionProgress&) override {}
  void collection_finished(const CollectionProgress& progress, Outcome) override {
    finished.push_back(progress.name);
    if (finished.size() == 1) act_();
  }

  std::vector<std::string> finished;

 private:
  std::function<void()> act_;
};

class RestoreServiceTest : public testing::TestWithParam<ServerKind> {
 protected:
  RestoreServiceTest() {
    for (const char* id : {"1", "2", "3"}) insert(database_, "large", id);
    insert(database_, "small", "1");
    BackupSettings settings;
    settings.root = temp_.path();
    settings.database = database_;
    BackupService backups(uri(), settings);
    backups.set_log_handler([](const LogEntry&) {});
    folder_ = backups.create_backup().folder;
  }

  std::string uri() const { return test::shared_server(GetParam()).uri(); }
  void insert(const std::string& database, const std::string& collection, const std::string& id) {
    client_.insert(database, collection, R"({"_id": )" + id + "}");
  }
  std::vector<std::string> copied(const std::string& collection) {
    std::vector<std::string> all;
    for (const test::Bytes& document : client_.find_all(copy_, collection)) all.push_back(test::relaxed_json(document));
    return all;
  }

  /// Of the latest backup to the copy, one collection after another.
  RestoreSettings settings() const {
    RestoreSettings settings;
    settings.root = temp_.path();
    settings.backup = "latest";
    settings.renamed_from = {database_ + ".$c$"};
    settings.renamed_to = {copy_ + ".$c$"};
    settings.parallel_collections = 1;
    return settings;
  }

  test::TempDir temp_;
  std::string database_ = test::fresh_database();
  std::string copy_ = test::fresh_database();
  test::MongoClient client_{uri()};
  std::filesystem::path folder_;
};

TEST_P(RestoreServiceTest, DropsNothingMoreOnceItIsStopped) {
  insert(copy_, "large", "4");
  insert(copy_, "small", "5");
  RestoreSettings dropping = settings();
  dropping.drop = true;
  RestoreService service(uri(), dropping);
  service.set_log_handler([](const LogEntry&) {});
  std::stop_source stop;
  AtTheFirstEnd observer([&] { stop.request_stop(); });
  service.set_progress_observer(&observer);
  try {
    service.restore(stop.get_token());
    ADD_FAILURE() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::stopped);
  }
  ASSERT_FALSE(observer.finished.empty());
  EXPECT_EQ(observer.finished.front(), copy_ + ".large");
  EXPECT_EQ(copied("large").size(), 3U);
  EXPECT_THAT(copied("small"), ElementsAre(HasSubstr("5"))) << "as it was";
}

TEST_P(RestoreServiceTest, FailsACollectionWhoseFileHasLostADocumentSinceItWasChecked) {
  // Of the same length, so that only the count can tell.
  const auto blank_the_last = [&] {
    std::string text = test::read_file(folder_ / "large.json");
    const std::size_t begin = text.rfind(',');
    const std::size_t end = text.rfind(']');
    ASSERT_LT(begin, end);
    std::fill_n(text.begin() + static_cast<std::ptrdiff_t>(begin), end - begin, ' ');
    test::write_file(folder_ / "large.json", text);
  };
  RestoreService service(uri(), settings());
  bool was_checked = false;
  service.set_log_handler([&](const LogEntry& entry) {
    if (entry.message != "restoreBackup: Restore started") return;
    was_checked = true;
    blank_the_last();
  });
  const RestoreReport report = service.restore();
  EXPECT_TRUE(was_checked);
  ASSERT_EQ(report.collections.size(), 2U);
  EXPECT_THAT(report.collections[0].error, HasSubstr("the file has 2 documents, but the manifest says 3"));
  EXPECT_EQ(report.collections[1].error, "");
}

INSTANTIATE_TEST_SUITE_P(Wheel, RestoreServiceTest, testing::Values(ServerKind::secantus_wheel), test::NameOfServer());

}  // namespace
}  // namespace mongokeep
