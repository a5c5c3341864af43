// A server that does not give documents in the order of `_id` that it was asked for, or gives some twice.

#include <gmock/gmock.h>

#include <algorithm>

#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/wire_tap.h"

namespace mongokeep::test {
namespace {

using testing::HasSubstr;
using testing::UnorderedElementsAreArray;
using Course = WireTap::Course;
using Verdict = WireTap::Verdict;

/// Takes the place of a server for one collection: `find` is answered from a list, in the list's order, so many
/// documents a batch, and the connection can be cut instead of a later batch. The real server holds the same documents.
class Unsorted {
 public:
  Unsorted(std::string ns, std::vector<int> ids, std::size_t batch)
      : ns_(std::move(ns)), ids_(std::move(ids)), batch_(batch) {}
  /// Of the batches behind a first one, so many are cut off.
  void cut(int times) { cuts_ = times; }

  Verdict judge(const std::string& text) {
    const Json command = Json::parse(text);
    const std::string collection = ns_.substr(ns_.find('.') + 1);
    if (command.contains("find") && command["find"] == collection) {
      open_ = chosen(command.value("filter", Json::object()));
      return answer("firstBatch");
    }
    if (!command.contains("getMore") || command["getMore"] != cursor_) return {};
    if (cuts_ > 0) {
      --cuts_;
      return {Course::cut};
    }
    return answer("nextBatch");
  }

 private:
  static constexpr std::int64_t cursor_ = 471'147'114'712;

  /// Those at an `_id` and behind it, where a filter asks for that.
  std::vector<int> chosen(const Json& filter) const {
    std::vector<int> found;
    const Json* const bound = bound_in(filter);
    for (const int id : ids_) {
      if (bound == nullptr || id >= bound->get<int>()) found.push_back(id);
    }
    return found;
  }
  static const Json* bound_in(const Json& filter) {
    if (!filter.contains("$or")) return nullptr;
    const Json& comparison = filter["$or"].at(0).at("_id");
    return comparison.contains("$gte") ? &comparison["$gte"] : nullptr;
  }
  Verdict answer(const char* name) {
    Json batch = Json::array();
    while (!open_.empty() && batch.size() < batch_) {
      batch.push_back({{"_id", open_.front()}, {"text", "x"}});
      open_.erase(open_.begin());
    }
    const Json reply = {{"cursor", {{name, batch}, {"id", open_.empty() ? 0 : cursor_}, {"ns", ns_}}}, {"ok", 1}};
    return {Course::answer, reply.dump()};
  }

  const std::string ns_;
  const std::vector<int> ids_;
  const std::size_t batch_;
  std::vector<int> open_;
  int cuts_ = 0;
};

class ServerOrder : public testing::TestWithParam<ServerKind> {
 protected:
  /// `_id`s from 1 on, each with the same text.
  void insert(int count) {
    for (int id = 1; id <= count; ++id) {
      scene_.client().insert(scene_.database(), "numbers", "{\"_id\": " + std::to_string(id) + R"(, "text": "x"})");
    }
  }
  std::string ns() const { return scene_.database() + ".numbers"; }
  ProgramResult back_up_through(Unsorted& unsorted, const std::vector<std::string>& more = {}) {
    WireTap tap(server_.port(), [&](const std::string& command) { return unsorted.judge(command); });
    return run_program(scene_.backup_call_to(server_.uri_through(tap.port(), scene_.database()), more));
  }
  static std::vector<int> ids_in(const std::filesystem::path& file) {
    std::vector<int> ids;
    for (const std::string& document : documents_in(file)) {
      ids.push_back(std::stoi(Json::parse(document).at("_id").at("$numberInt").get<std::string>()));
    }
    return ids;
  }
  ProgramResult verify(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> words = {"latest"};
    words.insert(words.end(), more.begin(), more.end());
    return scene_.call("verify", words);
  }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
};

TEST_P(ServerOrder, ThatIsBrokenIsNotedAndTheCopyIsSoundAndTheSame) {
  insert(5);
  for (const char* packing : {"none", "zstd"}) {
    Unsorted unsorted(ns(), {3, 5, 1, 2, 4}, 2);
    const ProgramResult result = back_up_through(unsorted, {"--compression", packing});
    ASSERT_EQ(result.exit_code, 0) << result.error;
    EXPECT_THAT(result.error, HasSubstr("does not give the documents in the order of _id"));
    EXPECT_EQ(record_of(Scene::folder_of(result), "numbers").at("order"), "natural");
    EXPECT_EQ(verify().exit_code, 0) << verify().output;
    EXPECT_EQ(verify({"--against", scene_.uri()}).exit_code, 0) << verify({"--against", scene_.uri()}).output;
    const std::string copy = fresh_database();
    EXPECT_EQ(scene_.restore_into(copy).exit_code, 0);
    EXPECT_EQ(scene_.client().count(copy, "numbers"), 5U);
    EXPECT_EQ(scene_.restore_into(copy, {"--mode", "missingOnly"}).exit_code, 0);
  }
}

TEST_P(ServerOrder, ThatIsBrokenLosesNothingWhenTheConnectionBreaks) {
  insert(5);
  const std::vector<std::vector<int>> orders = {
      {3, 5, 1, 2, 4}, {1, 5, 2, 3, 4}, {5, 4, 3, 2, 1}, {2, 1, 3, 4, 5}, {5, 1, 2, 3, 4}};
  for (const std::vector<int>& order : orders) {
    for (const std::size_t batch : {1U, 2U, 3U}) {
      Unsorted unsorted(ns(), order, batch);
      unsorted.cut(1);
      const ProgramResult result = back_up_through(unsorted);
      ASSERT_EQ(result.exit_code, 0) << result.error;
      EXPECT_THAT(ids_in(Scene::folder_of(result) / "numbers.json"), UnorderedElementsAreArray(order))
          << testing::PrintToString(order) << batch;
      EXPECT_EQ(verify().exit_code, 0) << verify().output;
      std::filesystem::remove_all(Scene::folder_of(result));
    }
  }
}

/// FerretDB does not understand the question whether something stands before an `_id`: there it is begun anew.
using SortedServer = ServerOrder;

TEST_P(SortedServer, IsReliedOnWhenTheConnectionBreaks) {
  insert(6);
  Unsorted sorted(ns(), {1, 2, 3, 4, 5, 6}, 2);
  sorted.cut(1);
  const ProgramResult result = back_up_through(sorted);
  ASSERT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(ids_in(Scene::folder_of(result) / "numbers.json"), (std::vector<int>{1, 2, 3, 4, 5, 6}));
  EXPECT_THAT(result.error, testing::Not(HasSubstr("from the beginning again")));
}

TEST_P(ServerOrder, LeavesOutADocumentThatComesTwice) {
  insert(3);
  Unsorted unsorted(ns(), {1, 2, 2, 3, 3}, 2);
  const ProgramResult result = back_up_through(unsorted);
  ASSERT_EQ(result.exit_code, 0) << result.error;
  EXPECT_THAT(result.error, HasSubstr("that the server gave twice"));
  EXPECT_EQ(ids_in(Scene::folder_of(result) / "numbers.json"), (std::vector<int>{1, 2, 3}));
  EXPECT_EQ(verify().exit_code, 0) << verify().output;
}

TEST_P(ServerOrder, IsNoProgressWhereOneDocumentComesAfterEveryBreak) {
  insert(3);
  int version = 0;
  WireTap tap(server_.port(), [&](const std::string& text) -> Verdict {
    const Json command = Json::parse(text);
    if (command.contains("getMore")) return {Course::cut};
    if (!command.contains("find") || command["find"] != "numbers") return {};
    // Once more than was given of it before, and never the same.
    Json batch = Json::array({{{"_id", 2}}});
    if (text.find("$gte") == std::string::npos) batch.insert(batch.begin(), {{"_id", 1}});
    ++version;
    for (int twin = 0; twin < version; ++twin) batch.push_back({{"_id", 2}, {"version", version * 100 + twin}});
    const Json reply = {{"cursor", {{"firstBatch", batch}, {"id", 4711}, {"ns", ns()}}}, {"ok", 1}};
    return {Course::answer, reply.dump()};
  });
  const ProgramResult result = run_program(scene_.backup_call_to(server_.uri_through(tap.port(), scene_.database())));
  EXPECT_EQ(result.exit_code, 1) << result.error;
  EXPECT_LE(version, 7);
}

TEST_P(ServerOrder, OfADocumentLargerThanMongoDBsIsNotCopied) {
  insert(1);
  scene_.insert_numbered("good", 3);
  const std::string large(18'350'080, 'x');
  WireTap tap(server_.port(), [&](const std::string& text) -> Verdict {
    if (!text.starts_with(R"({ "find" : "numbers")")) return {};
    const Json reply = {{"cursor", {{"firstBatch", {{{"_id", 1}, {"text", large}}}}, {"id", 0}, {"ns", ns()}}},
                        {"ok", 1}};
    return {Course::answer, reply.dump()};
  });
  const ProgramResult result = run_program(scene_.backup_call_to(server_.uri_through(tap.port(), scene_.database())));
  EXPECT_EQ(result.exit_code, 3) << result.error;
  const std::filesystem::path folder = Scene::folder_of(result);
  EXPECT_THAT(record_of(folder, "numbers").value("error", ""), HasSubstr("16 MiB"));
  EXPECT_EQ(scene_.call("verify", {folder.string()}).exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(FullServers, SortedServer, testing::ValuesIn(full_servers), NameOfServer());
INSTANTIATE_TEST_SUITE_P(EveryServer, ServerOrder, testing::ValuesIn(every_server), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
