// `mongokeep check`: the server, the database, rights and drills.

#include <chrono>

#include "end_to_end/changed_answers.h"
#include "end_to_end/check_scene.h"
#include "support/files.h"
#include "support/loopback.h"
#include "support/tcp_proxy.h"
#include "support/wire_tap.h"

namespace mongokeep::test {
namespace {

using testing::AllOf;
using testing::AnyOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

class CheckServer : public CheckTest {
 protected:
  CheckServer() { scene_.insert_numbered("users", 100); }
  std::string unreachable() const {
    return "mongodb://127.0.0.1:" + std::to_string(unused_port()) + "/shop?serverSelectionTimeoutMS=300";
  }
};

TEST_P(CheckServer, FindsEverythingReady) {
  const Checked checked = check();
  EXPECT_EQ(checked.exit_code(), 0) << checked.result().output;
  EXPECT_EQ(checked.status(), "warning") << "there is no hook, and no backup yet";
  EXPECT_THAT(checked.topics(), ElementsAre("configuration", "server", "database", "rights", "drills", "clock", "root",
                                            "space", "backups", "schedule", "encryption", "hooks", "retention"));
  EXPECT_THAT(checked.lines("server", "ok"), AllOf(HasSubstr(server_.host()), HasSubstr("ms away")));
  EXPECT_EQ(checked.lines("database", "ok"), "database " + scene_.database() + ": 1 collection is backed up\n");
  EXPECT_THAT(checked.lines("rights", "ok"), HasSubstr("all chosen collections can be read (1)"));
  EXPECT_THAT(checked.lines("clock", "ok"), HasSubstr("from the server's"));
  EXPECT_EQ(checked.lines("drills", "ok"), "none are scheduled\n");
  EXPECT_THAT(checked.lines("space", "ok"), HasSubstr("there is no backup to compare with"));
}

TEST_P(CheckServer, IsOneLineForEachFindingToAPerson) {
  const ProgramResult result = run_program(call_to(scene_.uri()));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.output, HasSubstr("ok       database       database " + scene_.database()));
  EXPECT_THAT(result.output, HasSubstr("\n                        Set one of them"));
  EXPECT_THAT(result.output, testing::EndsWith("\nReady for the next run, with 2 warnings.\n"));
  const ProgramResult quiet = run_program(call_to(scene_.uri(), {"--quiet", "--onFailure", "true"}));
  EXPECT_THAT(quiet.output, Not(HasSubstr("ok  ")));
}

TEST_P(CheckServer, OnlySendsCommandsThatRead) {
  scene_.insert_numbered("orders", 3);
  WireTap tap(server_.port(), nullptr);
  const Checked checked =
      check_to(server_.uri_through(tap.port(), scene_.database()), {"--drillSchedule", "0 5 * * 0"});
  EXPECT_EQ(checked.exit_code(), 0) << checked.result().output;
  const std::vector<std::string> reading = {"hello",         "isMaster", "ismaster",    "buildInfo",
                                            "ping",          "find",     "listIndexes", "listCollections",
                                            "listDatabases", "dbStats",  "endSessions", "connectionStatus"};
  for (const std::string& command : tap.commands()) {
    const std::string name = Json::parse(command).begin().key();
    EXPECT_THAT(reading, Contains(name)) << command;
  }
  EXPECT_THAT(tap.commands(), Contains(HasSubstr("\"find\"")));
}

TEST_P(CheckServer, LooksAtTheRestWhereNobodyAnswers) {
  const Checked checked = check_to(unreachable());
  EXPECT_EQ(checked.exit_code(), 3);
  EXPECT_EQ(checked.status(), "failed");
  EXPECT_THAT(checked.lines("server", "failed"), HasSubstr("Check that the server is running"));
  EXPECT_THAT(checked.lines("database", "unknown"), HasSubstr("not checked: the server cannot be used"));
  EXPECT_THAT(checked.lines("root", "ok"), HasSubstr("the first backup creates it"));
  EXPECT_NE(checked.lines("schedule", "ok"), "");
}

TEST_P(CheckServer, GivesUpOnAServerThatHangs) {
  TcpProxy proxy(server_.port());
  proxy.pause_after(1);
  const auto begin = std::chrono::steady_clock::now();
  const Checked checked = check_to(server_.uri_through(proxy.port(), scene_.database()));
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(40));
  EXPECT_EQ(checked.exit_code(), 3);
  EXPECT_NE(checked.lines("server", "failed"), "");
  EXPECT_THAT(checked.lines("root", "ok"), HasSubstr("the first backup creates it"));
}

TEST_P(CheckServer, EndsAtOnceByASignal) {
  TcpProxy proxy(server_.port());
  proxy.pause_after(1);
  RunningProgram program(call_to(server_.uri_through(proxy.port(), scene_.database())));
  proxy.await_pause();
  const auto begin = std::chrono::steady_clock::now();
  program.send_signal(SIGINT);
  const ProgramResult result = program.wait();
  EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(3));
  EXPECT_EQ(result.exit_code, 130) << result.error;
  EXPECT_EQ(result.output, "");
}

TEST_P(CheckServer, SaysWhichDatabaseIsMeantOrThatNoneIs) {
  const Checked none = check_to(scene_.uri_to(""));
  EXPECT_EQ(none.exit_code(), 3);
  EXPECT_THAT(none.lines("database", "failed"), HasSubstr("the connection string names none"));
  EXPECT_THAT(none.lines("rights", "unknown"), HasSubstr("no collection was found"));
  EXPECT_THAT(check({"--db", "another"}).lines("database", "failed"), HasSubstr("names another database"));
  EXPECT_THAT(check_to(scene_.uri_to("nothing_here")).lines("database", "failed"), HasSubstr("has no collections"));
  EXPECT_THAT(check({"--collection", "userz"}).lines("database", "failed"),
              HasSubstr("Choose from its collections: users"));
  const Checked models = check({"--model", "User", "--model", "Missing=not_there"});
  EXPECT_EQ(models.exit_code(), 0);
  EXPECT_THAT(models.lines("database", "warning"), HasSubstr("collectionName: not_there"));
  EXPECT_THAT(check_to(scene_.uri_to(""), {"--allDatabases"}).lines("database", "ok"), HasSubstr("backed up"));
}

TEST_P(CheckServer, SaysThatClocksAreApart) {
  WireTap tap(server_.port(), nullptr, change_answers(R"({ "hello")", [](Json& answer) {
                answer["localTime"] = {{"$date", "2200-01-01T00:00:00Z"}};
              }));
  const Checked checked = check_to(server_.uri_through(tap.port(), scene_.database()));
  EXPECT_EQ(checked.exit_code(), 0);
  EXPECT_THAT(checked.lines("clock", "warning"), HasSubstr("behind the server's"));
}

TEST_P(CheckServer, NamesTheMembersWhereNoneFits) {
  WireTap tap(server_.port(), nullptr,
              [&](const std::string& command, const std::string& reply) -> std::optional<std::string> {
                const bool is_greeting = command.starts_with("{ \"hello\"") || command.starts_with("{ \"isMaster\"") ||
                                         command.starts_with("{ \"ismaster\"");
                if (!is_greeting) return std::nullopt;
                Json changed = Json::parse(reply);
                changed.erase("msg");
                changed["setName"] = "rs0";
                changed["ismaster"] = changed["isWritablePrimary"] = false;
                changed["secondary"] = true;
                changed["me"] = "127.0.0.1:" + std::to_string(tap.port());
                changed["hosts"] = {changed.at("me")};
                return changed.dump();
              });
  const std::string set = "mongodb://127.0.0.1:" + std::to_string(tap.port()) + "/" + scene_.database() +
                          "?replicaSet=rs0&serverSelectionTimeoutMS=1000";
  const Checked refused = check_to(set);
  EXPECT_EQ(refused.exit_code(), 3);
  EXPECT_THAT(refused.lines("server", "failed"), AllOf(HasSubstr("RSSecondary"), HasSubstr("directConnection=true")));
  const Checked fits = check_to(set, {"--readPreference", "secondary"});
  EXPECT_EQ(fits.exit_code(), 0) << fits.result().output;
  EXPECT_THAT(fits.lines("server", "ok"), HasSubstr("replica set rs0, no primary found"));
}

TEST_P(CheckServer, GoesByTheServersWordForWhatTheUserMayDo) {
  const auto login_with = [](const std::string& role, const std::string& privilege) {
    return R"({"ok": 1, "authInfo": {"authenticatedUsers": [{"user": "keeper", "db": "admin"}],)"
           R"("authenticatedUserRoles": [{"role": ")" +
           role + R"(", "db": "admin"}], "authenticatedUserPrivileges": [)" + privilege + "]}}";
  };
  std::string answer;
  WireTap tap(server_.port(), [&](const std::string& command) -> WireTap::Verdict {
    if (!command.starts_with("{ \"connectionStatus\"")) return {};
    return {WireTap::Course::answer, answer};
  });
  const auto checked = [&](const std::string& role, const std::string& privilege,
                           const std::vector<std::string>& more = {}) {
    answer = login_with(role, privilege);
    std::vector<std::string> words = {"--drillSchedule", "0 5 * * 0"};
    words.insert(words.end(), more.begin(), more.end());
    return check_to(server_.uri_through(tap.port(), scene_.database()), words);
  };
  const std::string actions = R"("actions": ["find", "insert", "createCollection", "createIndex", "listCollections"]})";
  const std::string all = R"("actions": ["find", "insert", "createCollection", "createIndex", "listCollections", )"
                          R"("dropDatabase"]})";
  const std::string scratch = R"({"resource": {"db": "mongokeep_scratch", "collection": ""}, )";

  const Checked reader = checked("read", scratch + all);
  EXPECT_EQ(reader.exit_code(), 3);
  EXPECT_THAT(reader.lines("rights", "ok"), HasSubstr("keeper@admin has read@admin"));
  EXPECT_THAT(reader.lines("drills", "failed"), HasSubstr("Name the scratch database"));
  const Checked named = checked("read", scratch + all, {"--drillDatabase", "mongokeep_scratch"});
  EXPECT_EQ(named.exit_code(), 0) << named.result().output;
  EXPECT_THAT(named.lines("drills", "ok"), HasSubstr("may create and drop the scratch database mongokeep_scratch"));
  const Checked lacking = checked("root", scratch + actions, {"--drillDatabase", "mongokeep_scratch"});
  EXPECT_THAT(lacking.lines("drills", "failed"), AllOf(HasSubstr(": dropDatabase"), HasSubstr("`dbOwner`")));
  EXPECT_THAT(lacking.lines("rights", "warning"), HasSubstr("keeper@admin has the role `root`"));
  EXPECT_THAT(checked("read", R"({"resource": {"anyResource": true}, )" + all).lines("drills", "ok"),
              HasSubstr("may create and drop scratch databases"));
  EXPECT_THAT(checked("read", "").lines("drills", "unknown"), HasSubstr("cannot find out whether"));
}

TEST_P(CheckServer, FindsAScratchDatabaseThatIsThereAlready) {
  const Checked taken = check({"--drillSchedule", "0 5 * * 0", "--drillDatabase", scene_.database()});
  EXPECT_EQ(taken.exit_code(), 3);
  EXPECT_THAT(taken.lines("drills", "failed"), HasSubstr("exists already and is not empty"));
  ProgramCall away = call_to(scene_.uri(), {"--drillSchedule", "0 5 * * 0", "--json"});
  away.environment["MONGOKEEP_DRILL_URI"] = unreachable();
  const Checked without = Checked(run_program(away));
  EXPECT_EQ(without.exit_code(), 3);
  EXPECT_THAT(without.lines("drills", "failed"), HasSubstr("cannot connect to"));
  EXPECT_EQ(without.lines("server", "failed"), "");
}

INSTANTIATE_TEST_SUITE_P(EveryServer, CheckServer, testing::ValuesIn(every_server), NameOfServer());

class CheckRights : public CheckServer {};

TEST_P(CheckRights, NamesACollectionThatCannotBeRead) {
  scene_.insert_numbered("orders", 3);
  const FailPoint refused(server_.uri(), "\"alwaysOn\"",
                          R"({"failCommands": ["find"], "errorCode": 13, "appName": "unready"})");
  const std::string uri = scene_.uri();
  const Checked checked = check_to(uri + (uri.find('?') == std::string::npos ? "?" : "&") + "appName=unready");
  EXPECT_EQ(checked.exit_code(), 3);
  EXPECT_THAT(checked.lines("rights", "failed"),
              AllOf(HasSubstr(scene_.database() + ".orders"), HasSubstr("and 1 more of the 2"), HasSubstr("`read`")));
}

INSTANTIATE_TEST_SUITE_P(FullServers, CheckRights, testing::ValuesIn(full_servers), NameOfServer());

class CheckSecureServer : public testing::TestWithParam<ServerKind> {
 protected:
  Checked check(const std::string& uri) const {
    ProgramCall call = scene_.backup_call_to(uri, {"--json", "--drillSchedule", "0 5 * * 0"});
    call.arguments.front() = "check";
    return Checked(run_program(call));
  }
  Server server_{GetParam(), {ServerSettings::Access::password, ServerSettings::Transport::tls}};
  Scene scene_{server_};
};

TEST_P(CheckSecureServer, SaysWhoIsLoggedInAndThatAPasswordIsWrong) {
  scene_.insert_numbered("users", 1);
  const Checked right = check(scene_.uri());
  EXPECT_EQ(right.exit_code(), 0) << right.result().output;
  EXPECT_THAT(right.lines("server", "ok"), HasSubstr("TLS"));
  // SecantusDB has roles by name; whether it tells them is its own affair.
  EXPECT_THAT(right.lines("rights", "warning") + right.lines("rights", "unknown"),
              AnyOf(HasSubstr("has the role `root`"), HasSubstr("does not report")));
  std::string uri = scene_.uri();
  uri.replace(uri.find(Server::escaped_password), std::string(Server::escaped_password).size(), "wr0ng-secret");
  const Checked wrong = check(uri);
  EXPECT_EQ(wrong.exit_code(), 3);
  EXPECT_THAT(wrong.lines("server", "failed"), HasSubstr("Check user, password and authSource"));
  for (const Checked& one : {right, wrong}) {
    EXPECT_THAT(one.result().output + one.result().error,
                AllOf(Not(HasSubstr("wr0ng-secret")), Not(HasSubstr(Server::password))));
  }
}

INSTANTIATE_TEST_SUITE_P(FullServers, CheckSecureServer, testing::ValuesIn(full_servers), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
