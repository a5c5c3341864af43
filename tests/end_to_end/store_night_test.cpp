// `mongokeep run` with stores: the backup first, then the stores.

#include <gmock/gmock.h>

#include <csignal>
#include <memory>

#include "end_to_end/daemon_scene.h"
#include "support/http_receiver.h"
#include "support/installed_command.h"
#include "support/s3_store.h"
#include "support/sftp_store.h"
#include "support/store_proxy.h"

namespace mongokeep::test {
namespace {

using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::SizeIs;
namespace fs = std::filesystem;

constexpr const char* each_night = "0 1 * * *";

/// A daemon whose backups go to a bucket, which is required, and to an SFTP server, which is required where a test
/// says so.
class StoreNightTest : public DaemonTest {
 protected:
  StoreNightTest() {
    write_rclone_config(scene_.folder() / "bucket.conf", bucket_.rclone_section(S3Store::User::owner, proxy_.port()));
    write_rclone_config(scene_.folder() / "nas.conf", nas_.rclone_section());
    write_config(with_bucket() + with_nas());
  }

  fs::path config() const { return scene_.folder() / "keep.toml"; }
  std::string with_bucket() const { return store_text("bucket", bucket_); }
  std::string with_nas() const { return store_text("nas", nas_); }
  void write_config(const std::string& stores) {
    write_file(config(), "rclone = \"" + installed_command("rclone").string() + "\"\n" + stores);
  }

  ProgramCall with_stores(ProgramCall call) const {
    call.arguments.insert(call.arguments.end(), {"--config", config().string()});
    return call;
  }
  ProgramCall daemon(const std::string& backup = never_soon, const std::vector<std::string>& more = {}) {
    return with_stores(call(backup, never_soon, more));
  }
  ProgramResult once(const std::string& task, const std::vector<std::string>& more = {}) {
    ProgramCall once = daemon(never_soon, {"--once", task});
    once.arguments.insert(once.arguments.end(), more.begin(), more.end());
    return run_program(once);
  }

  static bool has(const Store& store, const std::string& backup) {
    return fs::exists(store.folder() / backup / "manifest.json");
  }
  /// How often each object was put into the bucket.
  std::size_t puts_of(const std::string& part) const {
    std::size_t count = 0;
    for (const StoreExchange& exchange : proxy_.exchanges()) {
      const bool is_put = exchange.method == "PUT" && exchange.status == 200;
      if (is_put && exchange.target.find(part) != std::string::npos) ++count;
    }
    return count;
  }
  static std::vector<std::string> messages(const ProgramResult& result) {
    std::vector<std::string> found;
    for (const Json& line : log_of(result)) found.push_back(line.at("message"));
    return found;
  }

  S3Store bucket_;
  StoreProxy proxy_{bucket_.port()};
  SftpStore nas_;

 private:
  std::string store_text(const std::string& name, const Store& store) const {
    return "[[stores]]\nname = \"" + name + "\"\nremote = \"" + store.remote() + "\"\nrclone_config = \"" +
           (scene_.folder() / (name + ".conf")).string() + "\"\n";
  }
};

using StoreNightTest_rclone_versitygw = StoreNightTest;

TEST_P(StoreNightTest_rclone_versitygw, ShipsToBothStoresOnceTheBackupIsThere) {
  owe(each_night);
  const fs::path told = scene_.folder() / "told";
  RunningProgram program(
      daemon(each_night, {"--onSuccess", "cat >> '" + told.string() + "'; echo '<'$MKHOOK_TASK'>'", "-v"}));
  program.await_output("<push>");
  program.send_signal(SIGTERM);
  const ProgramResult result = program.wait();
  ASSERT_THAT(backups(), SizeIs(1));
  EXPECT_TRUE(has(bucket_, backups().front()));
  EXPECT_TRUE(has(nas_, backups().front()));
  const std::vector<std::string> lines = messages(result);
  const auto place = [&](const char* message) { return std::find(lines.begin(), lines.end(), message); };
  EXPECT_LT(place("createBackup: Backup completed"), place("Shipping backup"));
  EXPECT_THAT(lines, Contains("Backup arrived in the store").Times(2));
  EXPECT_THAT(lines, Contains("pushBackups: Push completed").Times(1));
  std::vector<Json> pushes;
  for (const std::string& line : lines_of(read_file(told))) {
    Json report = Json::parse(line);
    if (report.at("task") == "push") pushes.push_back(std::move(report));
  }
  ASSERT_THAT(pushes, SizeIs(1)) << "one report of both stores";
  EXPECT_EQ(pushes.front().at("status"), "complete");
  EXPECT_EQ(pushes.front().at("arrivedCount"), 2);
  EXPECT_EQ(pushes.front().at("stores").at(1).at("store"), "nas");
  EXPECT_EQ(pushes.front().at("stores").at(1).at("shipments").at(0).at("backup"), backups().front());
}

TEST_P(StoreNightTest_rclone_versitygw, IsPartialWhereARequiredStoreIsAwayAndMakesUpForItWithTheNextRun) {
  nas_.kill();
  const ProgramResult first = once("backup", {"--json"});
  EXPECT_EQ(first.exit_code, 3) << first.error;
  Json report = Json::parse(first.output);
  EXPECT_EQ(report.at("status"), "complete") << "the backup is";
  EXPECT_EQ(report.at("push").at("status"), "partial");
  EXPECT_THAT(report.at("push").at("incompleteStores"), ElementsAre("nas"));
  EXPECT_TRUE(report.at("push").at("stores").at(0).at("error").is_null());
  EXPECT_FALSE(report.at("push").at("stores").at(1).at("error").is_null());
  const std::string night = backups().front();
  EXPECT_TRUE(has(bucket_, night));

  nas_.start();
  const std::size_t puts = puts_of("users.json");
  const ProgramResult second = once("push", {"--json"});
  EXPECT_EQ(second.exit_code, 0) << second.error;
  EXPECT_TRUE(has(nas_, night));
  EXPECT_EQ(puts_of("users.json"), puts) << "what has arrived is not shipped again";
  report = Json::parse(second.output);
  EXPECT_EQ(report.at("task"), "push");
  EXPECT_EQ(report.at("thereCount"), 1);
  EXPECT_EQ(report.at("arrivedCount"), 1);
}

TEST_P(StoreNightTest_rclone_versitygw, IsWholeWhereOnlyAStoreThatIsNotRequiredIsAway) {
  write_config(with_bucket() + with_nas() + "required = false\n");
  nas_.kill();
  const ProgramResult result = once("backup", {});
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_TRUE(has(bucket_, backups().front()));
  EXPECT_THAT(messages(result), Contains("pushBackups: Cannot use the store"));
}

TEST_P(StoreNightTest_rclone_versitygw, SaysSoWhereABackupIsDamagedHere) {
  const fs::path damaged = Scene::folder_of(scene_.back_up());
  fs::remove(damaged / "users.json");
  const ProgramResult night = once("backup", {"--json"});
  EXPECT_EQ(night.exit_code, 4) << night.error;
  EXPECT_THAT(messages(night), Contains("pushBackups: Failed to ship a backup"));
  const Json report = Json::parse(night.output);
  EXPECT_EQ(report.at("status"), "complete") << "tonight's is";
  EXPECT_EQ(report.at("push").at("status"), "partial");
  EXPECT_EQ(report.at("push").at("event"), "failure");
  EXPECT_EQ(report.at("push").at("arrivedCount"), 2) << "tonight's, in both stores";
  const Json shipment = report.at("push").at("stores").at(0).at("shipments").at(1);
  EXPECT_EQ(shipment.at("backup"), damaged.filename().string());
  EXPECT_EQ(shipment.at("outcome"), "failed");
  EXPECT_EQ(shipment.at("brokenHere"), true);
  EXPECT_EQ(shipment.at("error").at("kind"), "damaged");
  EXPECT_EQ(once("push").exit_code, 4) << "as long as it lies there";
}

TEST_P(StoreNightTest_rclone_versitygw, ShipsWhatIsLeftAlsoWhereTheBackupFails) {
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  EXPECT_FALSE(fs::exists(bucket_.folder() / backups().front())) << "a backup by hand does not ship";
  ProgramCall broken = daemon(never_soon, {"--once", "backup"});
  broken.environment["MONGOKEEP_URI"] = "mongodb://127.0.0.1:1/shop?serverSelectionTimeoutMS=200";
  const ProgramResult result = run_program(broken);
  EXPECT_EQ(result.exit_code, 1) << result.error;
  EXPECT_TRUE(has(bucket_, backups().front()));
  EXPECT_TRUE(has(nas_, backups().front()));
}

TEST_P(StoreNightTest_rclone_versitygw, DelaysNoBackupWhileAStoreHangs) {
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  proxy_.add({.kind = StoreFault::Kind::stall, .method = "PUT"});
  owe(each_night);
  RunningProgram program(daemon(each_night));
  proxy_.await_stall();
  program.await_output("createBackup: Backup completed");
  EXPECT_FALSE(has(bucket_, backups().front()));
  EXPECT_THAT(backups(), SizeIs(2)) << "while the push is at work still";
  proxy_.clear();
  proxy_.release();
  program.await_output("pushBackups: Push completed");
  for (const std::string& backup : backups()) EXPECT_TRUE(has(bucket_, backup)) << backup;
  program.send_signal(SIGTERM);
  EXPECT_EQ(program.wait().exit_code, 143);
}

TEST_P(StoreNightTest_rclone_versitygw, EndsInThePushAndGoesOnAtTheNextStart) {
  for (const int signal : {SIGTERM, SIGKILL}) {
    const fs::path backup = Scene::folder_of(scene_.back_up()).filename();
    proxy_.add({.kind = StoreFault::Kind::stall, .method = "PUT", .path_part = "manifest.json"});
    RunningProgram ended(daemon());
    proxy_.await_stall();
    ended.send_signal(signal);
    const ProgramResult result = ended.wait();
    EXPECT_EQ(result.exit_code.value_or(-1), signal == SIGTERM ? 143 : -1);
    EXPECT_THAT(messages(result), Not(Contains("pushBackups: Push completed")));
    EXPECT_FALSE(fs::exists(nas_.folder() / backup));
    proxy_.clear();
    proxy_.release();

    RunningProgram next(daemon());
    next.await_output("pushBackups: Push completed");
    next.send_signal(SIGTERM);
    next.wait();
    EXPECT_TRUE(has(bucket_, backup));
    EXPECT_TRUE(has(nas_, backup));
    EXPECT_EQ(puts_of(backup.string() + "/users.json"), 1U);
  }
}

TEST_P(StoreNightTest_rclone_versitygw, ShipsToAStoreThatAReloadHasAdded) {
  write_config(with_bucket());
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  RunningProgram program(daemon());
  program.await_output("pushBackups: Push completed");
  EXPECT_FALSE(fs::exists(nas_.folder() / backups().front()));
  write_config(with_bucket() + with_nas());
  program.send_signal(SIGHUP);
  program.await_output("\"storeCount\":2");
  program.send_signal(SIGTERM);
  const ProgramResult result = program.wait();
  EXPECT_TRUE(has(nas_, backups().front()));
  EXPECT_THAT(messages(result), Contains("pushBackups: Push completed").Times(2));
}

TEST_P(StoreNightTest_rclone_versitygw, IsReloadedInThePush) {
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  proxy_.add({.kind = StoreFault::Kind::stall, .method = "PUT"});
  RunningProgram program(daemon());
  proxy_.await_stall();
  write_config(with_nas());
  program.send_signal(SIGHUP);
  program.await_output("pushBackups: Push completed");
  program.send_signal(SIGTERM);
  program.wait();
  EXPECT_TRUE(has(nas_, backups().front()));
  EXPECT_FALSE(has(bucket_, backups().front()));
}

TEST_P(StoreNightTest_rclone_versitygw, TriesAgainAndTellsHooksHowItEnded) {
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  nas_.kill();
  HttpReceiver receiver;
  ProgramCall call = daemon();
  call.environment["MONGOKEEP_HOOKS_PUSH_PING_URL"] = receiver.address("/push");
  call.environment["no_proxy"] = "127.0.0.1";
  RunningProgram program(call);
  program.await_output("Scheduled run failed; trying again");
  EXPECT_TRUE(has(bucket_, backups().front()));
  nas_.start();
  program.await_output("\"status\":\"complete\",\"storeCount\":2");
  receiver.await_requests(2);
  program.send_signal(SIGTERM);
  program.wait();
  EXPECT_TRUE(has(nas_, backups().front()));
  std::vector<std::string> pings;
  for (const HttpRequest& request : receiver.requests()) pings.push_back(request.target);
  EXPECT_THAT(pings, ElementsAre("/push/start", "/push"));
}

TEST_P(StoreNightTest_rclone_versitygw, HasNothingToDoWhereEverythingHasArrived) {
  ASSERT_EQ(once("backup").exit_code, 0);
  RunningProgram program(daemon());
  program.await_output("Waiting for the scheduled times");
  program.send_signal(SIGTERM);
  const ProgramResult result = program.wait();
  EXPECT_THAT(lines_with(result, "Scheduled run started"), IsEmpty());
  EXPECT_EQ(Json::parse(read_file(scene_.root() / record_name)).at("push").at("pending"), Json());
}

TEST_P(StoreNightTest_rclone_versitygw, IsSilentAboutStoresWhereThereAreNone) {
  const ProgramResult night = run_program(call(never_soon, never_soon, {"--once", "backup", "--json"}));
  EXPECT_EQ(night.exit_code, 0) << night.error;
  EXPECT_FALSE(Json::parse(night.output).contains("push"));
  const ProgramResult refused = run_program(call(never_soon, never_soon, {"--once", "push"}));
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.error, HasSubstr("no stores are configured"));
}

// What a server is like makes no difference here.
INSTANTIATE_TEST_SUITE_P(Servers, StoreNightTest_rclone_versitygw, testing::Values(ServerKind::secantus_rust),
                         NameOfServer());

}  // namespace
}  // namespace mongokeep::test
