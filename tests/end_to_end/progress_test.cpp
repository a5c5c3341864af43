// What a run shows while it goes on: lines and bars on a terminal, now and then a log line elsewhere.

#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>

#include "end_to_end/daemon_scene.h"
#include "end_to_end/packed_scene.h"
#include "support/tcp_proxy.h"
#include "support/wire_tap.h"

namespace mongokeep::test {
namespace {

using testing::ContainsRegex;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;
using Screen = ChildSettings::Screen;

ProgramCall on_terminal(ProgramCall call, const std::string& kind = "xterm") {
  call.screen = Screen::terminal;
  call.environment["TERM"] = kind;
  call.environment["NO_COLOR"] = "1";
  return call;
}

/// What a terminal shows, without the codes that move its cursor, and its line ends as ours.
std::string shown(const std::string& text) {
  std::string plain;
  for (std::size_t at = 0; at < text.size(); ++at) {
    if (text.compare(at, 2, "\x1b[") == 0) {
      at = text.find_first_of("ABCDHJKm", at);
      if (at == std::string::npos) break;
    } else if (text[at] != '\r') {
      plain += text[at];
    }
  }
  return plain;
}

class OnTerminal : public testing::TestWithParam<ServerKind> {
 protected:
  OnTerminal() {
    // That it is made is a warning, which is not what these are about.
    std::filesystem::create_directories(scene_.root());
    scene_.insert_numbered("orders", 3000);
    scene_.insert_numbered("users", 1);
  }

  ProgramCall call(const std::string& command, const std::vector<std::string>& more = {}) const {
    ProgramCall call = scene_.backup_call(more);
    call.arguments.front() = command;
    return call;
  }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
};

TEST_P(OnTerminal, ABackupShowsALineForEachCollectionAndASum) {
  const ProgramResult result = run_program(on_terminal(call("backup")));
  ASSERT_EQ(result.exit_code, 0) << result.error;
  const std::filesystem::path folder = Scene::folder_of(result);
  EXPECT_EQ(result.output, folder.string() + "\n") << "nothing else is the result";
  const std::string text = shown(result.error);
  EXPECT_THAT(text, StartsWith("Backing up 2 collections into " + folder.string() + "\n"));
  EXPECT_THAT(text, ContainsRegex(scene_.database() + "\\.orders +3,000 documents +[0-9.]+ KiB +[0-9.]+ s\n"));
  EXPECT_THAT(text, ContainsRegex(scene_.database() + "\\.users +1 document +[0-9.]+ B +[0-9.]+ s\n"));
  EXPECT_THAT(text,
              ContainsRegex("Backed up 2 collections: 3,001 documents, [0-9.]+ KiB in [0-9.]+ s, [0-9.]+ .B/s\n"));
  EXPECT_THAT(text, HasSubstr("details: mongokeep show " + folder.filename().string() + " --root " +
                              folder.parent_path().string() + "\n"));
  EXPECT_THAT(text, Not(HasSubstr("="))) << "no records";
  // The command that is named does what it says.
  EXPECT_EQ(scene_.call("show", {folder.filename().string()}).exit_code, 0);
}

TEST_P(OnTerminal, ThatCannotMoveItsCursorThereAreLinesWithoutCodes) {
  const ProgramResult result = run_program(on_terminal(call("backup"), "dumb"));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.error, Not(HasSubstr("\x1b")));
  EXPECT_THAT(result.error, HasSubstr("Backed up 2 collections"));
}

TEST_P(OnTerminal, TheUserChoosesWhatIsShown) {
  EXPECT_THAT(run_program(on_terminal(call("backup", {"--quiet"}))).error, IsEmpty());
  const std::string verbose = shown(run_program(on_terminal(call("backup", {"-v"}))).error);
  EXPECT_THAT(verbose, HasSubstr("info    Successfully backed up collection collectionName=orders documentCount=3000"));
  EXPECT_THAT(verbose, HasSubstr("debug   Collection is started collectionName=orders"));
  EXPECT_THAT(verbose, Not(HasSubstr("Backed up 2 collections")));
  const std::string text = run_program(on_terminal(call("backup", {"--logFormat", "text"}))).error;
  EXPECT_THAT(text, HasSubstr("info    Successfully backed up collection collectionName=orders documentCount=3000"));
  const ProgramResult json = run_program(on_terminal(call("backup", {"--logFormat", "json"})));
  EXPECT_EQ(line_of(json, "createBackup: Backup completed").at("documentCount"), 3001);
}

TEST_P(OnTerminal, AFailedCollectionIsTheReasonInRed) {
  WireTap tap(server_.port(), [&](const std::string& command) -> WireTap::Verdict {
    if (!command.starts_with(R"({ "find" : "orders")")) return {};
    return {WireTap::Course::answer, R"({"ok": 0, "code": 13, "errmsg": "orders are not yours"})"};
  });
  ProgramCall call = on_terminal(scene_.backup_call_to(server_.uri_through(tap.port(), scene_.database())));
  call.environment.erase("NO_COLOR");
  const ProgramResult result = run_program(call);
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(result.error,
              ContainsRegex("\x1b\\[1;31m" + scene_.database() + "\\.orders  failed: .*orders are not yours"));
  EXPECT_THAT(result.error, HasSubstr("Backed up 1 of 2 collections: 1 document, "));
  EXPECT_THAT(result.error, HasSubstr("\x1b[1;31mfailed: " + scene_.database() + ".orders\x1b[0m"));
}

TEST_P(OnTerminal, OtherCommandsShowTheSame) {
  ASSERT_EQ(run_program(call("backup")).exit_code, 0);
  const std::string copy = fresh_database();
  ProgramCall restoring = scene_.backup_call_to(server_.uri(copy), {});
  restoring.arguments.front() = "restore";
  restoring.arguments.emplace_back("latest");
  const ProgramResult restored = run_program(on_terminal(restoring));
  EXPECT_EQ(restored.exit_code, 0) << restored.error;
  EXPECT_THAT(shown(restored.error), ContainsRegex(copy + "\\.orders +3,000 documents"));
  EXPECT_THAT(shown(restored.error), HasSubstr("Restored 2 collections: 3,001 documents"));

  const ProgramResult again = run_program(on_terminal([&] {
    ProgramCall missing = restoring;
    missing.arguments.insert(missing.arguments.end(), {"--mode", "insert"});
    return missing;
  }()));
  EXPECT_EQ(again.exit_code, 3);
  EXPECT_THAT(shown(again.error), HasSubstr("partial: 3,000 duplicates"));

  ProgramCall proving = call("verify", {"--drill"});
  proving.arguments.emplace_back("latest");
  proving.environment["MONGOKEEP_AGAINST"] = server_.uri(scene_.database());
  const ProgramResult proven = run_program(on_terminal(proving));
  EXPECT_EQ(proven.exit_code, 0) << proven.error;
  for (const char* sum : {"Verified 2 collections: 3,001 documents", "Compared 2 collections: 3,001 documents",
                          "Restored and compared 2 collections: 3,001 documents"}) {
    EXPECT_THAT(shown(proven.error), HasSubstr(sum));
  }
  EXPECT_THAT(shown(proven.error), Not(HasSubstr("=")));

  const ProgramResult once = run_program(on_terminal(call("run", {"--once", "backup"})));
  EXPECT_EQ(once.exit_code, 0) << once.error;
  EXPECT_THAT(shown(once.error), HasSubstr("Backed up 2 collections: 3,001 documents"));
}

TEST_P(OnTerminal, ABarGoesOnWhileTheServerIsSilent) {
  scene_.insert_numbered("large", 3000, 1000);
  TcpProxy proxy(server_.port());
  proxy.pause_after(1'500'000);
  RunningProgram program(on_terminal(
      scene_.backup_call_to(server_.uri_through(proxy.port(), scene_.database()), {"-c", "large", "-j", "1"})));
  // Where nothing comes, only the time that is left is unknown.
  program.await_output("-:--");
  proxy.resume();
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_THAT(shown(result.error), HasSubstr("Backed up 1 collection: 3,000 documents"));
}

INSTANTIATE_TEST_SUITE_P(Rust, OnTerminal, testing::Values(ServerKind::secantus_rust), NameOfServer());

class DaemonOnTerminal : public DaemonTest {};

TEST_P(DaemonOnTerminal, TellsWhatItWaitsForAndDoes) {
  owe("0 1 * * *");
  ProgramCall daemon = call("0 1 * * *", never_soon);
  daemon.environment["TZ"] = "UTC";
  RunningProgram program(on_terminal(daemon));
  program.await_output("details: mongokeep show");
  program.send_signal(SIGTERM);
  const std::string text = shown(program.wait().error);
  EXPECT_THAT(text, ContainsRegex("^[0-9:]{8} Waiting for the scheduled times\n"));
  EXPECT_THAT(text, ContainsRegex("\n  next backup +20[0-9-]+ 01:00:00\n"));
  EXPECT_THAT(text, ContainsRegex("[0-9:]{8} Backing up 1 collection into "));
  EXPECT_THAT(text, ContainsRegex("\\.users +100 documents"));
  EXPECT_THAT(text, ContainsRegex("[0-9:]{8} Backed up 1 collection: 100 documents"));
}

INSTANTIATE_TEST_SUITE_P(Rust, DaemonOnTerminal, testing::Values(ServerKind::secantus_rust), NameOfServer());

class ProgressInLog : public OnTerminal {};

TEST_P(ProgressInLog, IsToldOfACollectionThatTakesLongAlsoWhileTheServerIsSilent) {
  scene_.insert_numbered("large", 6000, 1000);
  TcpProxy proxy(server_.port());
  // Behind the first batch of documents.
  proxy.pause_after(5'000'000);
  RunningProgram program(scene_.backup_call_to(server_.uri_through(proxy.port(), scene_.database()),
                                               {"-c", "large", "-j", "1", "--progressEvery", "1s"}));
  program.await_output("Collection is being copied");
  proxy.resume();
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 0) << result.error;
  const Json line = line_of(result, "Collection is being copied");
  EXPECT_EQ(line.at("level"), "info");
  EXPECT_EQ(line.at("collectionName"), "large");
  EXPECT_FALSE(line.contains("database"));
  EXPECT_EQ(line.at("estimatedCount"), 6000);
  EXPECT_GT(line.at("documentCount"), 0);
  EXPECT_LT(line.at("percent"), 100);
  EXPECT_GE(line.at("readBytes"), 256 * 1024);
  EXPECT_GE(line.at("elapsedMs"), 1000);
}

TEST_P(ProgressInLog, IsNotToldOfWhatIsDoneAtOnce) {
  const ProgramResult result = run_program(call("backup", {"--progressEvery", "1m"}));
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.error, Not(HasSubstr("is being copied")));
  EXPECT_THAT(run_program(call("backup", {"-v"})).error, HasSubstr("Collection is started"));
}

TEST_P(ProgressInLog, OfARestoreNamesTheDatabase) {
  scene_.insert_numbered("large", 3000, 1000);
  ASSERT_EQ(run_program(call("backup", {"-c", "large"})).exit_code, 0);
  const std::string copy = fresh_database();
  TcpProxy proxy(server_.port());
  ProgramCall restoring =
      scene_.backup_call_to(server_.uri_through(proxy.port(), copy), {"latest", "--progressEvery", "1s"});
  restoring.arguments.front() = "restore";
  proxy.set_latency(std::chrono::milliseconds(700));
  const ProgramResult result = run_program(restoring);
  EXPECT_EQ(result.exit_code, 0) << result.error;
  const Json line = line_of(result, "Collection is being restored");
  ASSERT_FALSE(line.is_null()) << result.error;
  EXPECT_EQ(line.at("collectionName"), "large");
  EXPECT_EQ(line.at("database"), copy);
  EXPECT_EQ(line.at("estimatedCount"), 3000);
}

TEST_P(ProgressInLog, TakesALengthOfTime) {
  const ProgramResult result = run_program(call("backup", {"--progressEvery", "soon"}));
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.error, HasSubstr("is not a duration"));
  EXPECT_EQ(run_program(call("backup", {"--progressEvery", "0s"})).exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(Rust, ProgressInLog, testing::Values(ServerKind::secantus_rust), NameOfServer());

class RewrapOnTerminal : public PackedScene {};

TEST_P(RewrapOnTerminal, ShowsALineForEachCollection) {
  back_up_sealed();
  const std::string other = make_key("other");
  ProgramCall call;
  call.arguments = {"rewrap",     "latest",   "--root",      scene_.root().string(),
                    "--identity", key("one"), "--recipient", other};
  const ProgramResult result = run_program(on_terminal(call));
  ASSERT_EQ(result.exit_code, 0) << result.error;
  EXPECT_THAT(shown(result.error), ContainsRegex("\\.orders +[0-9.]+ KiB +[0-9.]+ s\n"));
  EXPECT_THAT(shown(result.error), HasSubstr("Rewrapped 3 collections: "));
}

INSTANTIATE_TEST_SUITE_P(Rust, RewrapOnTerminal, testing::Values(ServerKind::secantus_rust), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
