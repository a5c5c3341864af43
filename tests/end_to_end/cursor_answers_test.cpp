// What a server may answer while a cursor is open, and what no server should.

#include <gmock/gmock.h>

#include <csignal>
#include <functional>
#include <thread>
#include <utility>

#include "end_to_end/changed_answers.h"
#include "support/files.h"

namespace mongokeep::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Course = WireTap::Course;
using Verdict = WireTap::Verdict;

constexpr int empty_batches = 8;
constexpr int for_ever = 1'000'000;
constexpr std::int64_t our_cursor = 471'147'114'711;

/// Gives what the server has for one command behind so many empty batches, the cursor staying open.
class Drip {
 public:
  Drip(std::string command, int batches) : command_(std::move(command)), empty_batches_(batches) {}

  std::optional<std::string> edit(const std::string& command, const std::string& answer) {
    if (!command.starts_with("{ \"" + command_ + "\"")) return std::nullopt;
    Json changed = Json::parse(answer);
    if (!changed.contains("cursor") || changed["cursor"].at("id") != 0) return std::nullopt;
    held_ = changed["cursor"].at("firstBatch");
    ns_ = changed["cursor"].at("ns");
    left_ = empty_batches_ - 1;
    changed["cursor"]["firstBatch"] = Json::array();
    changed["cursor"]["id"] = our_cursor;
    return changed.dump();
  }
  Verdict judge(const std::string& command) {
    if (!command.starts_with("{ \"getMore\" : " + std::to_string(our_cursor))) return {};
    ++asked_;
    const bool is_last = left_-- <= 0;
    const Json answer = {{"cursor",
                          {{"id", is_last ? 0 : our_cursor},
                           {"ns", ns_},
                           {"nextBatch", is_last ? std::exchange(held_, Json::array()) : Json::array()}}},
                         {"ok", 1}};
    return {Course::answer, answer.dump()};
  }
  int asked() const { return asked_; }

 private:
  const std::string command_;
  const int empty_batches_;
  Json held_ = Json::array();
  std::string ns_;
  int left_ = 0;
  int asked_ = 0;
};

class CursorAnswers : public testing::TestWithParam<ServerKind> {
 protected:
  struct Tapped {
    Tapped(const Server& server, std::string dripping, int batches)
        : drip(std::move(dripping), batches),
          tap(
              server.port(), [this](const std::string& command) { return drip.judge(command); },
              [this](const std::string& command, const std::string& answer) { return drip.edit(command, answer); }) {}
    Drip drip;
    WireTap tap;
  };

  std::string uri_of(const WireTap& tap) const { return server_.uri_through(tap.port(), scene_.database()); }
  std::string uri_of(const WireTap& tap, const std::string& database) const {
    return server_.uri_through(tap.port(), database);
  }
  ProgramResult back_up_through(const WireTap& tap, const std::vector<std::string>& more = {}) const {
    return run_program(scene_.backup_call_to(uri_of(tap), more));
  }
  /// The first batch of the collection `bad` as `change` makes it; another collection stays as it is.
  ProgramResult back_up_with(const std::function<void(Json& cursor)>& change) {
    if (scene_.client().count(scene_.database(), "bad") == 0) {
      for (const char* name : {"bad", "good"}) scene_.insert_numbered(name, 3);
    }
    WireTap tap(server_.port(), nullptr,
                change_answers(R"({ "find" : "bad")", [&](Json& answer) { change(answer["cursor"]); }));
    return back_up_through(tap);
  }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
};

TEST_P(CursorAnswers, WithEmptyBatchesAreWaitedForUntilTheServerClosesTheCursor) {
  for (const char* name : {"a", "b", "c"}) scene_.insert_numbered(name, 5);
  scene_.client().create_index(scene_.database(), "b", R"({"key": {"text": 1}, "name": "by_text"})");
  for (const char* command : {"find", "listCollections", "listIndexes"}) {
    Tapped tapped(server_, command, empty_batches);
    const ProgramResult result = back_up_through(tapped.tap, {"-j", "1"});
    EXPECT_EQ(result.exit_code, 0) << command << result.error;
    const std::filesystem::path folder = Scene::folder_of(result);
    EXPECT_THAT(names_in(folder), ElementsAre("a.json", "b.json", "c.json", "manifest.json")) << command;
    for (const char* name : {"a", "b", "c"}) EXPECT_EQ(record_of(folder, name).at("documents"), 5) << command;
    EXPECT_EQ(record_of(folder, "b").at("indexes").size(), 2U) << command;
    EXPECT_GE(tapped.drip.asked(), empty_batches) << command;
    EXPECT_EQ(scene_.call("verify", {"latest"}).exit_code, 0) << command;
  }
}

TEST_P(CursorAnswers, WithEmptyBatchesHideNothingFromAComparison) {
  scene_.insert_numbered("a", 5);
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  Tapped tapped(server_, "find", empty_batches);
  const ProgramResult same = scene_.call("verify", {"latest", "--against", uri_of(tapped.tap)});
  EXPECT_EQ(same.exit_code, 0) << same.output << same.error;
  EXPECT_GE(tapped.drip.asked(), empty_batches);
}

TEST_P(CursorAnswers, WithEmptyBatchesHideNothingFromARestoreOfWhatIsMissing) {
  scene_.insert_numbered("a", 5);
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const std::string copy = fresh_database();
  ASSERT_EQ(scene_.restore_into(copy).exit_code, 0);
  for (const char* command : {"listCollections", "find", "listIndexes"}) {
    Tapped tapped(server_, command, empty_batches);
    const ProgramResult result =
        scene_.call("restore", {"latest", "--uri", uri_of(tapped.tap, copy), "--mode", "missingOnly", "--json"});
    EXPECT_EQ(result.exit_code, 0) << command << result.output << result.error;
    EXPECT_EQ(Json::parse(result.output).at("collections").at(0).at("insertedCount"), 0) << command;
    const ProgramResult refused = scene_.call("restore", {"latest", "--uri", uri_of(tapped.tap, copy)});
    EXPECT_EQ(refused.exit_code, 2) << command << ": it is not empty";
  }
}

/// On one server, since it takes half a minute.
using EndlessCursor = CursorAnswers;

TEST_P(EndlessCursor, FailsTheCollectionInASentence) {
  for (const char* name : {"a", "b"}) scene_.insert_numbered(name, 5);
  std::string endless;
  WireTap tap(
      server_.port(),
      [&](const std::string& command) -> Verdict {
        if (!command.starts_with(R"({ "getMore" : )" + std::to_string(our_cursor))) return {};
        return {Course::answer, endless};
      },
      change_answers(R"({ "find" : "b")", [&](Json& answer) {
        answer["cursor"]["firstBatch"] = Json::array();
        answer["cursor"]["id"] = our_cursor;
        endless = answer.dump();
      }));
  const ProgramResult result = back_up_through(tap);
  EXPECT_EQ(result.exit_code, 3) << result.error;
  const std::filesystem::path folder = Scene::folder_of(result);
  EXPECT_THAT(names_in(folder), ElementsAre("a.json", "manifest.json"));
  EXPECT_THAT(record_of(folder, "b").at("error").get<std::string>(), HasSubstr("empty batches in a row"));
}

TEST_P(CursorAnswers, WithEmptyBatchesDoNotOutlastAStop) {
  scene_.insert_numbered("a", 5);
  Tapped tapped(server_, "find", for_ever);
  RunningProgram program(scene_.backup_call_to(uri_of(tapped.tap), {"-v"}));
  while (tapped.tap.commands().size() < 3 || !tapped.tap.commands().back().starts_with(R"({ "getMore")")) {
    std::this_thread::yield();
  }
  program.send_signal(SIGTERM);
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 143) << result.error;
  EXPECT_THAT(scene_.names_in_root(), ElementsAre(".lock"));
}

TEST_P(CursorAnswers, ThatAreMalformedFailTheCollectionAndNeverPassForItsEnd) {
  const std::vector<std::pair<const char*, std::function<void(Json&)>>> faults = {
      {"cursor", [](Json& cursor) { cursor = 1; }},
      {"no id", [](Json& cursor) { cursor.erase("id"); }},
      {"`id`", [](Json& cursor) { cursor["id"] = "0"; }},
      {"`id`", [](Json& cursor) { cursor["id"] = nullptr; }},
      {"batch", [](Json& cursor) { cursor.erase("firstBatch"); }},
      {"firstBatch", [](Json& cursor) { cursor["firstBatch"] = Json::object(); }},
      {"document", [](Json& cursor) { cursor["firstBatch"][1] = 5; }},
      {"document", [](Json& cursor) { cursor["firstBatch"][1] = Json::array(); }},
      {"documents of", [](Json& cursor) { cursor["ns"] = "another.collection"; }},
      {"`ns`", [](Json& cursor) { cursor["ns"] = 7; }},
      {"part", [](Json& cursor) { cursor["partialResultsReturned"] = true; }},
  };
  for (const auto& [cause, change] : faults) {
    const ProgramResult result = back_up_with(change);
    EXPECT_EQ(result.exit_code, 3) << cause << result.error;
    const std::filesystem::path folder = Scene::folder_of(result);
    EXPECT_THAT(names_in(folder), ElementsAre("good.json", "manifest.json")) << cause;
    EXPECT_THAT(record_of(folder, "bad").value("error", ""), HasSubstr(cause));
    EXPECT_EQ(scene_.call("verify", {folder.string()}).exit_code, 0) << "what is there is sound";
  }
}

INSTANTIATE_TEST_SUITE_P(Rust, EndlessCursor, testing::Values(ServerKind::secantus_rust), NameOfServer());
INSTANTIATE_TEST_SUITE_P(EveryServer, CursorAnswers, testing::ValuesIn(every_server), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
