// The third task of `mongokeep run`: a backup is restored into a scratch database and compared.

#include <gmock/gmock.h>

#include <atomic>
#include <csignal>
#include <future>
#include <optional>

#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/wire_tap.h"

namespace mongokeep::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
namespace fs = std::filesystem;

std::vector<std::string> databases(MongoClient& client) {
  std::vector<std::string> names;
  const Json reply = Json::parse(client.command("admin", R"({"listDatabases": 1, "nameOnly": true})"));
  for (const Json& database : reply.at("databases")) names.push_back(database.at("name"));
  return names;
}

class DrillTest : public testing::TestWithParam<ServerKind> {
 protected:
  DrillTest() {
    scene_.insert_numbered("users", 500);
    scene_.client().create_index(scene_.database(), "users", R"({"key": {"text": 1}, "name": "by_text"})");
    scene_.client().insert(scene_.database(), "odd",
                           R"({"_id": {"$oid": "65d3f0a1b2c3d4e5f6a7b8c9"}, "n": {"$numberLong": "1"},
      "d": {"$numberDouble": "1.0"}, "t": {"$timestamp": {"t": 1, "i": 2}}, "when": {"$date": {"$numberLong": "-62100000000000"}}})");
  }

  /// `mongokeep run` with this and no task that is due soon.
  ProgramCall call(const std::vector<std::string>& more, const std::string& drill_schedule = never_soon) const {
    ProgramCall call = scene_.backup_call(more);
    call.arguments.front() = "run";
    call.environment["MONGOKEEP_TIMEZONE"] = "UTC";
    call.environment["MONGOKEEP_SCHEDULE_BACKUP"] = never_soon;
    call.environment["MONGOKEEP_SCHEDULE_CLEANUP"] = never_soon;
    call.environment["MONGOKEEP_SCHEDULE_DRILL"] = drill_schedule;
    return call;
  }
  ProgramCall once(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"--once", "drill"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return call(arguments);
  }

  std::vector<std::string> scratch_databases() {
    std::vector<std::string> names = databases(scene_.client());
    std::erase_if(names, [](const std::string& name) { return !name.starts_with("mongokeep_drill_"); });
    return names;
  }
  Json told() const { return Json::parse(read_file(scene_.folder() / "told.json")); }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
};

TEST_P(DrillTest, BringsEverythingBackAndLeavesNoTrace) {
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const std::vector<std::string> before = databases(scene_.client());
  const std::vector<std::string> names = scene_.names_in_root();
  const ProgramResult result = run_program(once({"--onSuccess", "cat > told.json; echo $MKHOOK_TASK > task"}));
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(result.output, "");
  EXPECT_EQ(databases(scene_.client()), before);
  EXPECT_EQ(scene_.names_in_root(), names) << "not even the lock of the root";

  EXPECT_EQ(read_file(scene_.folder() / "task"), "drill\n");
  EXPECT_EQ(told().at("task"), "drill");
  EXPECT_EQ(told().at("status"), "complete");
  EXPECT_EQ(told().at("sameCount"), 501);
  EXPECT_THAT(told().at("scratchDatabases").at(0).get<std::string>(), StartsWith("mongokeep_drill_"));
  const Json line = line_of(result, "drillBackup: Drill completed");
  EXPECT_EQ(line.at("status"), "complete");
  EXPECT_EQ(line.at("sameCount"), 501);
  EXPECT_EQ(line.at("refusedCount"), 0);
  EXPECT_FALSE(line_of(result, "drillBackup: Drill started").is_null());
  EXPECT_TRUE(line_of(result, "drillBackup: Drill failed").is_null());
}

TEST_P(DrillTest, TakesTheScratchDatabaseThatIsNamedUnlessItIsThere) {
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const std::string scratch = fresh_database();
  const ProgramResult result = run_program(once({"--drillDatabase", scratch}));
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(line_of(result, "drillBackup: Drill started").at("scratchDatabase"), scratch);
  EXPECT_THAT(databases(scene_.client()), Not(Contains(scratch)));

  scene_.client().insert(scratch, "precious", R"({"_id": 1})");
  const ProgramResult refused = run_program(once({"--drillDatabase", scratch}));
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_EQ(scene_.client().count(scratch, "precious"), 1U);
  scene_.client().drop_database(scratch);
}

TEST_P(DrillTest, OfADamagedBackupFailsAndIsTold) {
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const fs::path folder = Scene::folder_of(scene_.back_up());
  std::string text = read_file(folder / "users.json");
  text[text.find("xxx")] = 'y';
  write_file(folder / "users.json", text);
  ProgramResult result = run_program(once({"--onFailure", "cat > told.json"}));
  EXPECT_EQ(result.exit_code, 4) << result.error;
  EXPECT_EQ(line_of(result, "drillBackup: Drill failed").at("kind"), "damaged");
  EXPECT_EQ(told().at("event"), "failure");
  EXPECT_EQ(told().at("status"), "failed");
  EXPECT_THAT(told().at("error").at("cause").get<std::string>(), HasSubstr("users.json"));
  EXPECT_THAT(scratch_databases(), SizeIs(0));

  write_file(folder / "users.json", text.substr(0, text.size() / 2));
  result = run_program(once());
  EXPECT_EQ(result.exit_code, 4) << "no older backup hides that the newest one is damaged: " << result.error;
}

TEST_P(DrillTest, NamesWhatAKilledOneHasLeft) {
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  std::optional<RunningProgram> killed;
  std::promise<void> is_writing;
  std::atomic<bool> has_told = false;
  WireTap tap(server_.port(), [&](const std::string& command) -> WireTap::Verdict {
    if (!Json::parse(command).contains("insert")) return {};
    if (!has_told.exchange(true)) is_writing.set_value();
    return {.course = WireTap::Course::cut};
  });
  ProgramCall to_the_tap = once();
  to_the_tap.environment["MONGOKEEP_DRILL_URI"] = server_.uri_through(tap.port());
  killed.emplace(to_the_tap);
  is_writing.get_future().wait();
  killed->send_signal(SIGKILL);
  EXPECT_EQ(killed->wait().signal, SIGKILL);
  const std::vector<std::string> left = scratch_databases();
  ASSERT_THAT(left, SizeIs(1));

  const ProgramResult next = run_program(once());
  EXPECT_EQ(next.exit_code, 0) << next.error;
  const Json warning =
      line_of(next, "There are scratch databases of earlier drills; drop them unless a drill is running");
  EXPECT_EQ(warning.at("level"), "warning");
  EXPECT_EQ(warning.at("databases"), left.front());
  EXPECT_EQ(scratch_databases(), left) << "another drill may be at work on it";
  scene_.client().drop_database(left.front());
}

TEST_P(DrillTest, WithoutACompleteBackupFailsAndSaysSo) {
  ProgramResult result = run_program(once());
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(line_of(result, "drillBackup: Drill failed").at("error"), "there is no such folder");
  fs::create_directory(scene_.root());
  result = run_program(once({"--onFailure", "cat > told.json"}));
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(line_of(result, "drillBackup: Drill failed").at("error").get<std::string>(),
              StartsWith("there is no complete backup in "));
  EXPECT_EQ(told().at("status"), "failed");
}

TEST_P(DrillTest, IsMadeOnAnotherServerWhereOneIsNamed) {
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  ProgramCall elsewhere = once();
  elsewhere.environment["MONGOKEEP_URI"] = "mongodb://127.0.0.1:1/shop?serverSelectionTimeoutMS=300";
  write_file(scene_.folder() / "uri", server_.uri() + "\n");
  elsewhere.environment["MONGOKEEP_DRILL_URI_FILE"] = (scene_.folder() / "uri").string();
  EXPECT_EQ(run_program(elsewhere).exit_code, 0);
  elsewhere.environment.erase("MONGOKEEP_URI");
  EXPECT_EQ(run_program(elsewhere).exit_code, 0) << "a drill needs no other";

  elsewhere.environment.erase("MONGOKEEP_DRILL_URI_FILE");
  EXPECT_THAT(run_program(elsewhere).error, HasSubstr("no connection string was given"));
  elsewhere.environment["MONGOKEEP_DRILL_URI"] = "mongodb://u:s3cr3t@127.0.0.1:1/?serverSelectionTimeoutMS=300";
  const ProgramResult away = run_program(elsewhere);
  EXPECT_EQ(away.exit_code, 1);
  EXPECT_EQ(line_of(away, "drillBackup: Drill failed").at("kind"), "connection");
  EXPECT_THAT(away.error, Not(HasSubstr("s3cr3t")));
}

TEST_P(DrillTest, IsMadeUpByTheDaemonAndNotRepeated) {
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const auto task = [](const std::string& expression) {
    return Json{{"expression", expression},
                {"timeZone", "UTC"},
                {"settledUntil", "2020-03-01T00:00:00.000Z"},
                {"pending", nullptr},
                {"attempts", 0}};
  };
  Json record{{"formatVersion", 1}, {"seenAt", "2200-01-01T00:00:00.000Z"}, {"doubt", nullptr}};
  for (const char* idle : {"backup", "cleanup"}) {
    record[idle] = task(never_soon);
    record[idle]["settledUntil"] = "2199-12-31T00:00:00.000Z";
  }
  record["drill"] = task("0 5 * * 0");
  write_file(scene_.root() / record_name, record.dump());
  RunningProgram first(call({}, "0 5 * * 0"));
  first.await_output("drillBackup: Drill completed");
  first.send_signal(SIGTERM);
  const ProgramResult result = first.wait();
  EXPECT_EQ(result.exit_code, 143);
  EXPECT_EQ(line_of(result, "Waiting for the scheduled times").at("drillSchedule"), "0 5 * * 0");
  EXPECT_EQ(line_of(result, "Scheduled run started").at("task"), "drill");

  RunningProgram second(call({}, "0 5 * * 0"));
  second.await_output("Waiting for the scheduled times");
  second.send_signal(SIGTERM);
  EXPECT_TRUE(line_of(second.wait(), "Scheduled run started").is_null());

  ProgramCall without = call({});
  without.environment.erase("MONGOKEEP_SCHEDULE_DRILL");
  RunningProgram third(without);
  third.await_output("Waiting for the scheduled times");
  third.send_signal(SIGTERM);
  EXPECT_THAT(third.wait().error, Not(HasSubstr("drill")));
  EXPECT_FALSE(Json::parse(read_file(scene_.root() / record_name)).contains("drill"));
}

TEST_P(DrillTest, ShowsItsTimesOnlyWhereItIsScheduled) {
  const ProgramResult with = run_program(call({"--checkConfig"}, "0 5 * * 0"));
  EXPECT_EQ(with.exit_code, 0) << with.error;
  EXPECT_THAT(with.output, HasSubstr("drill    0 5 * * 0  (UTC)\n"));
  const ProgramResult bad = run_program(call({"--checkConfig"}, "5 o'clock"));
  EXPECT_EQ(bad.exit_code, 2);
  EXPECT_THAT(bad.error, HasSubstr("5 o'clock"));
  ProgramCall without = call({"--checkConfig"});
  without.environment.erase("MONGOKEEP_SCHEDULE_DRILL");
  EXPECT_THAT(run_program(without).output, Not(HasSubstr("drill")));
}

INSTANTIATE_TEST_SUITE_P(Servers, DrillTest, testing::ValuesIn(full_servers), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
