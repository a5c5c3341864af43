// What servers answer that none of ours does by itself: real servers, whose wire is tapped.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/wire_tap.h"

namespace mongokeep::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;
using Course = WireTap::Course;
using Verdict = WireTap::Verdict;

class OtherAnswers : public testing::TestWithParam<ServerKind> {
 protected:
  std::string uri_of(const WireTap& tap, const std::string& database, const std::string& options = "") const {
    return server_.uri_through(tap.port(), database) + options;
  }
  static bool is(const std::string& command, const std::string& name) {
    return command.starts_with("{ \"" + name + "\"");
  }
  static Json json_of(const std::string& text) { return Json::parse(text); }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
  std::string copy_ = fresh_database();
};

TEST_P(OtherAnswers, GiveTheSecondOfTwoDocumentsWithOneIdBehindABreak) {
  // As a router does it for a collection that is sharded by another key; the connection breaks between the two.
  scene_.insert_numbered("twins", 1);
  const std::string ns = scene_.database() + ".twins";
  const std::string first = R"({"_id": 7, "shard": 1})";
  const std::string second = R"({"_id": 7, "shard": 2})";
  const auto answer = [&](const std::string& documents, const std::string& cursor) {
    return R"({"ok": 1, "cursor": {"firstBatch": [)" + documents + R"(], "id": {"$numberLong": ")" + cursor +
           R"("}, "ns": ")" + ns + "\"}}";
  };
  WireTap tap(server_.port(), [&](const std::string& command) -> Verdict {
    if (is(command, "getMore")) return {Course::cut};
    if (!is(command, "find") || json_of(command).at("find") != "twins") return {};
    const bool is_again = command.find("$gte") != std::string::npos;
    // The other shard answers first this time.
    return {Course::answer, is_again ? answer(second + ", " + first + R"(, {"_id": 8})", "0")
                                     : answer(R"({"_id": 6}, )" + first, "4711")};
  });
  const ProgramResult result = run_program(scene_.backup_call_to(uri_of(tap, scene_.database())));
  ASSERT_EQ(result.exit_code, 0) << result.error;
  const std::vector<std::string> lines = documents_in(Scene::folder_of(result) / "twins.json");
  ASSERT_EQ(lines.size(), 4U);
  EXPECT_THAT(lines[1], HasSubstr(R"("shard":{"$numberInt":"1"})"));
  EXPECT_THAT(lines[2], HasSubstr(R"("shard":{"$numberInt":"2"})"));
  const ProgramResult verified = scene_.call("verify", {"latest"});
  EXPECT_EQ(verified.exit_code, 0) << verified.output;
  EXPECT_THAT(verified.output, HasSubstr("1 document with the same _id as the one before"));
}

TEST_P(OtherAnswers, RefuseASingleDocumentForAReasonThatPasses) {
  scene_.insert_numbered("numbers", 5);
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  for (const int code : {91, 189, 11602, 112}) {
    const std::string target = fresh_database();
    int refused = 0;
    WireTap tap(server_.port(), nullptr,
                [&](const std::string& command, const std::string& reply) -> std::optional<std::string> {
                  if (!is(command, "insert") || refused++ > 0) return std::nullopt;
                  Json changed = json_of(reply);
                  changed["n"] = changed.at("n").get<int>() - 1;
                  changed["writeErrors"] = {{{"index", 2}, {"code", code}, {"errmsg", "not now"}}};
                  return changed.dump();
                });
    // It is in by now, so that what is sent again is there already: the same bytes, which counts as written.
    const ProgramResult result = scene_.call("restore", {"latest", "--uri", uri_of(tap, target), "--json"});
    EXPECT_EQ(result.exit_code, 0) << code << result.output << result.error;
    EXPECT_EQ(json_of(result.output).at("collections").at(0).at("insertedCount"), 5) << code;
    EXPECT_EQ(scene_.client().count(target, "numbers"), 5U);
    EXPECT_GT(refused, 1) << "it was sent again";
  }
}

TEST_P(OtherAnswers, ThatTheyAreSecondariesLeaveEveryReadToThem) {
  scene_.insert_numbered("numbers", 5);
  const auto as_secondary = [&](const std::string& command, const std::string& reply) -> std::optional<std::string> {
    const bool is_greeting = is(command, "hello") || is(command, "isMaster") || is(command, "ismaster");
    if (!is_greeting) return std::nullopt;
    Json changed = json_of(reply);
    changed.erase("msg");
    changed["setName"] = "rs0";
    changed["ismaster"] = changed["isWritablePrimary"] = false;
    changed["secondary"] = true;
    changed["hosts"] = {changed.value("me", "127.0.0.1:1")};
    return changed.dump();
  };
  WireTap tap(server_.port(), nullptr, [&](const std::string& command, const std::string& reply) {
    auto changed = as_secondary(command, reply);
    if (!changed) return changed;
    Json json = json_of(*changed);
    json["me"] = "127.0.0.1:" + std::to_string(tap.port());
    json["hosts"] = {json.at("me")};
    return std::optional(json.dump());
  });
  const std::string set = "mongodb://127.0.0.1:" + std::to_string(tap.port()) + "/" + scene_.database() +
                          "?replicaSet=rs0&serverSelectionTimeoutMS=2000";
  const ProgramResult refused = run_program(scene_.backup_call_to(set));
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.error, HasSubstr("the replica set has no primary"));
  EXPECT_THAT(refused.error, HasSubstr("directConnection=true"));
  const ProgramResult read = run_program(scene_.backup_call_to(set + "&readPreference=secondaryPreferred"));
  EXPECT_EQ(read.exit_code, 0) << read.error;
  const ProgramResult by_flag = run_program(scene_.backup_call_to(set, {"--readPreference", "secondary"}));
  EXPECT_EQ(by_flag.exit_code, 0) << by_flag.error;
  for (const std::string& command : tap.commands()) {
    if (!is(command, "listCollections") && !is(command, "listIndexes") && !is(command, "find")) continue;
    EXPECT_THAT(command, HasSubstr("$readPreference")) << command;
  }
}

TEST_P(OtherAnswers, ThatTheyAreRoutersKeepShardedCollectionsFromBeingDropped) {
  scene_.insert_numbered("orders", 3);
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  ASSERT_EQ(scene_.restore_into(copy_).exit_code, 0);
  scene_.client().insert("config", "collections", "{\"_id\": \"" + copy_ + R"(.orders", "key": {"customer": 1}})");
  WireTap tap(server_.port(), nullptr,
              [&](const std::string& command, const std::string& reply) -> std::optional<std::string> {
                if (!is(command, "hello") && !is(command, "isMaster") && !is(command, "ismaster")) return std::nullopt;
                Json changed = json_of(reply);
                for (const char* member : {"setName", "hosts", "me", "secondary", "primary"}) changed.erase(member);
                changed["msg"] = "isdbgrid";
                return changed.dump();
              });
  const std::string uri = "mongodb://127.0.0.1:" + std::to_string(tap.port()) + "/" + copy_;
  const ProgramResult refused = scene_.call("restore", {"latest", "--drop", "--uri", uri});
  EXPECT_EQ(refused.exit_code, 2) << refused.error;
  EXPECT_THAT(refused.error, HasSubstr("customer"));
  EXPECT_EQ(scene_.client().count(copy_, "orders"), 3U);
  EXPECT_EQ(scene_.call("restore", {"latest", "--drop", "--dropSharded", "--uri", uri}).exit_code, 0);
}

TEST_P(OtherAnswers, NeedNotComeBeforeExpiryIsSuspended) {
  scene_.client().create_collection(scene_.database(), "measured",
                                    R"({"timeseries": {"timeField": "at"}, "expireAfterSeconds": 100000000})");
  scene_.client().insert(scene_.database(), "measured", R"({"_id": 1, "at": {"$date": "2026-01-01T00:00:00Z"}})");
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const auto order_of = [](const std::vector<std::string>& commands) {
    std::string order;
    for (const std::string& command : commands) {
      if (is(command, "create")) order += "create ";
      if (is(command, "insert")) order += "insert ";
      if (is(command, "collMod")) order += command.find("off") != std::string::npos ? "suspend " : "set ";
    }
    return order;
  };
  WireTap whole(server_.port(), nullptr);
  EXPECT_EQ(scene_.call("restore", {"latest", "--uri", uri_of(whole, copy_)}).exit_code, 0);
  EXPECT_THAT(order_of(whole.commands()), testing::EndsWith("create suspend insert set "));

  WireTap broken(server_.port(), [](const std::string& command) -> Verdict {
    if (!is(command, "insert")) return {};
    return {Course::answer, R"({"ok": 0, "code": 13, "codeName": "Unauthorized", "errmsg": "not allowed"})"};
  });
  EXPECT_EQ(scene_.call("restore", {"latest", "--uri", uri_of(broken, fresh_database())}).exit_code, 3);
  EXPECT_THAT(order_of(broken.commands()), testing::EndsWith("set ")) << "also where the restore fails";
}

INSTANTIATE_TEST_SUITE_P(Rust, OtherAnswers, testing::Values(ServerKind::secantus_rust), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
