// What the server and the network can do to a run.

#include <gmock/gmock.h>

#include <algorithm>
#include <csignal>

#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/loopback.h"
#include "support/tcp_proxy.h"

namespace mongokeep::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// The ids in a file of insert_numbered, in its order.
std::vector<int> ids_in(const std::filesystem::path& file) {
  std::vector<int> ids;
  for (const std::string& document : documents_in(file)) {
    ids.push_back(std::stoi(Json::parse(document).at("_id").at("$numberInt").get<std::string>()));
  }
  return ids;
}

std::vector<int> first_numbers(int count) {
  std::vector<int> numbers;
  for (int i = 0; i < count; ++i) numbers.push_back(i);
  return numbers;
}

class ServerFailure : public testing::TestWithParam<ServerKind> {
 protected:
  /// The run's own name, so that a fail point meets it and not the test's client.
  std::string uri() const {
    const std::string plain = scene_.uri();
    return plain + (plain.find('?') == std::string::npos ? "?" : "&") + "appName=under-test";
  }
  ProgramResult back_up_under_test(const std::vector<std::string>& more = {}) const {
    std::vector<std::string> arguments = {"-j", "1"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run_program(scene_.backup_call_to(uri(), arguments));
  }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
};

TEST(NoServer, IsOneLineThatNamesTheHostAndNothingIsLeft) {
  const TempDir temp;
  const std::string host = "127.0.0.1:" + std::to_string(unused_port());
  ProgramCall call;
  call.arguments = {"backup", "--root", (temp.path() / "backup").string()};
  call.environment["MONGOKEEP_URI"] = "mongodb://" + host + "/shop?serverSelectionTimeoutMS=300";
  const ProgramResult result = run_program(call);
  EXPECT_EQ(result.exit_code, 1);
  ASSERT_EQ(log_of(result).size(), 1U) << result.error;
  EXPECT_EQ(log_of(result)[0].at("level"), "error");
  EXPECT_THAT(result.error, HasSubstr(host));
  EXPECT_THAT(result.error, HasSubstr("Check that the server is running"));
  EXPECT_EQ(result.output, "");
  EXPECT_TRUE(names_in(temp.path()).empty());
}

TEST_P(ServerFailure, ThatPassesCostsNothing) {
  scene_.insert_numbered("a", 3);
  const auto fail = [&](const std::string& commands, const std::string& how, int times) {
    const FailPoint passing(server_.uri(), R"({"times": )" + std::to_string(times) + "}",
                            R"({"failCommands": [)" + commands + R"(], )" + how + R"(, "appName": "under-test"})");
    const ProgramResult result = back_up_under_test();
    EXPECT_EQ(result.exit_code, 0) << commands << how << result.error;
    std::filesystem::remove_all(Scene::folder_of(result));
  };
  // Whatever the drivers try again, and what else the server calls retriable; 136 and 43 end a cursor.
  for (const int code : {6, 91, 112, 133, 136, 189, 202, 317, 384, 11602, 43}) {
    fail("\"find\"", "\"errorCode\": " + std::to_string(code), 1);
  }
  for (const char* command : {"\"buildInfo\"", "\"listCollections\"", "\"listIndexes\""}) {
    fail(command, "\"errorCode\": 11602", 2);
    fail(command, "\"closeConnection\": true", 2);
  }
}

TEST_P(ServerFailure, ThatHidesTheVersionIsNone) {
  scene_.insert_numbered("a", 3);
  for (const char* code : {"13", "59", "323"}) {
    const FailPoint hidden(
        server_.uri(), R"("alwaysOn")",
        std::string(R"({"failCommands": ["buildInfo"], "appName": "under-test", "errorCode": )") + code + "}");
    const ProgramResult result = back_up_under_test();
    EXPECT_EQ(result.exit_code, 0) << result.error;
    EXPECT_EQ(manifest_of(Scene::folder_of(result)).at("server"), "unknown");
  }
}

TEST_P(ServerFailure, IsNoneWhereTheUriHasAReadConcern) {
  scene_.insert_numbered("a", 3);
  for (const char* level : {"local", "majority"}) {
    const ProgramResult result = run_program(scene_.backup_call_to(uri() + "&readConcernLevel=" + level));
    EXPECT_EQ(result.exit_code, 0) << result.error;
  }
}

TEST_P(ServerFailure, OfOneCollectionsReadLeavesTheOthersAndIsPartial) {
  for (const char* name : {"a", "b", "c"}) scene_.insert_numbered(name, 3);
  // One worker reads a, b, c in this order: the second find fails.
  const FailPoint skip_one(server_.uri(), R"({"skip": 1})",
                           R"({"failCommands": ["find"], "errorCode": 13, "appName": "under-test"})");
  const ProgramResult result = back_up_under_test();
  EXPECT_EQ(result.exit_code, 3);
  const std::filesystem::path folder = Scene::folder_of(result);
  // The fail point stays on behind the second.
  EXPECT_THAT(names_in(folder), ElementsAre("a.json", "manifest.json"));
  EXPECT_EQ(manifest_of(folder).at("status"), "partial");
  EXPECT_THAT(record_of(folder, "b").at("error").get<std::string>(), HasSubstr("(server error 13)"));
  EXPECT_THAT(record_of(folder, "b").at("error").get<std::string>(), HasSubstr("Grant the user the role `backup`"));
  EXPECT_FALSE(record_of(folder, "b").contains("file"));
  const Json failed = line_of(result, "Failed to back up collection");
  EXPECT_EQ(failed.at("level"), "error");
  EXPECT_EQ(failed.at("collectionName"), "b");
  EXPECT_THAT(failed.at("error").get<std::string>(), HasSubstr(scene_.database() + ".b"));
  EXPECT_EQ(line_of(result, "createBackup: Backup completed").at("status"), "partial");
  EXPECT_EQ(line_of(result, "createBackup: Backup completed").at("failedCount"), 2);
  EXPECT_EQ(Json::parse(scene_.call("list", {"--json"}).output)[0].at("status"), "partial");
}

TEST_P(ServerFailure, OfExactlyOneReadOfThree) {
  for (const char* name : {"a", "b", "c"}) scene_.insert_numbered(name, 3);
  const FailPoint once(server_.uri(), R"({"times": 1})",
                       R"({"failCommands": ["find"], "errorCode": 2, "appName": "under-test"})");
  const ProgramResult result = back_up_under_test();
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_THAT(names_in(Scene::folder_of(result)), ElementsAre("b.json", "c.json", "manifest.json"));
}

TEST_P(ServerFailure, OfEveryCollectionPublishesNothing) {
  for (const char* name : {"a", "b"}) scene_.insert_numbered(name, 3);
  const FailPoint always(server_.uri(), R"("alwaysOn")",
                         R"({"failCommands": ["find"], "errorCode": 13, "appName": "under-test"})");
  const ProgramResult result = back_up_under_test();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(scene_.names_in_root(), ElementsAre(".lock"));
}

TEST_P(ServerFailure, OfTheListingPublishesNothing) {
  scene_.insert_numbered("a", 3);
  const FailPoint always(server_.uri(), R"("alwaysOn")",
                         R"({"failCommands": ["listCollections"], "errorCode": 13, "appName": "under-test"})");
  const ProgramResult result = back_up_under_test();
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(log_of(result).size(), 1U);
  EXPECT_THAT(result.error, HasSubstr("list the collections of"));
  EXPECT_TRUE(scene_.names_in_root().empty());
}

TEST_P(ServerFailure, OfAGetMoreIsTakenUpAgainBehindTheLastDocument) {
  scene_.insert_numbered("numbers", 1000);
  const FailPoint once(server_.uri(), R"({"times": 1})",
                       R"({"failCommands": ["getMore"], "errorCode": 11602, "appName": "under-test"})");
  const ProgramResult result = back_up_under_test();
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(line_of(result, "Reading was interrupted; continuing").at("collectionName"), "numbers");
  EXPECT_EQ(ids_in(Scene::folder_of(result) / "numbers.json"), first_numbers(1000));
}

TEST_P(ServerFailure, OfAConnectionInAGetMoreIsTakenUpAgain) {
  scene_.insert_numbered("numbers", 1000);
  const FailPoint once(server_.uri(), R"({"times": 1})",
                       R"({"failCommands": ["getMore"], "closeConnection": true, "appName": "under-test"})");
  const ProgramResult result = back_up_under_test();
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(ids_in(Scene::folder_of(result) / "numbers.json"), first_numbers(1000));
}

TEST_P(ServerFailure, OfMixedIdsIsTakenUpAgainAcrossTypes) {
  // 101 documents come with the find; the getMore fails when the numbers are over, and strings and ObjectIds follow.
  scene_.insert_numbered("mixed", 101);
  scene_.client().insert(scene_.database(), "mixed", R"({"_id": {"$numberDouble": "NaN"}})");
  for (int i = 0; i < 50; ++i) {
    scene_.client().insert(scene_.database(), "mixed", "{\"_id\": \"s" + std::to_string(100 + i) + "\"}");
    scene_.client().insert(scene_.database(), "mixed", "{\"x\": 1}");
  }
  const FailPoint once(server_.uri(), R"({"times": 1})",
                       R"({"failCommands": ["getMore"], "errorCode": 43, "appName": "under-test"})");
  const ProgramResult result = back_up_under_test();
  EXPECT_EQ(result.exit_code, 0) << result.error;
  const std::vector<std::string> documents = documents_in(Scene::folder_of(result) / "mixed.json");
  std::vector<std::string> unique = documents;
  std::sort(unique.begin(), unique.end());
  unique.erase(std::unique(unique.begin(), unique.end()), unique.end());
  EXPECT_EQ(documents.size(), 202U);
  EXPECT_EQ(unique.size(), 202U);
}

TEST_P(ServerFailure, BehindTheLastDocumentIsTriedAgainToo) {
  scene_.insert_numbered("numbers", 10);
  // The driver itself tries once more; the second time is ours.
  const FailPoint twice(server_.uri(), R"({"times": 2})",
                        R"({"failCommands": ["listIndexes"], "errorCode": 11602, "appName": "under-test"})");
  const ProgramResult result = back_up_under_test();
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(ids_in(Scene::folder_of(result) / "numbers.json"), first_numbers(10));
}

TEST_P(ServerFailure, IsNotTriedAgainOnceTheRunIsToStop) {
  for (const char* name : {"a", "b"}) scene_.insert_numbered(name, 10);
  const FailPoint always(server_.uri(), R"("alwaysOn")",
                         R"({"failCommands": ["listIndexes"], "closeConnection": true, "appName": "under-test"})");
  RunningProgram program(scene_.backup_call_to(uri(), {"-j", "1", "-v"}));
  program.await_output("trying again");
  program.send_signal(SIGINT);
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 130) << result.error;
  EXPECT_THAT(scene_.names_in_root(), ElementsAre(".lock"));
}

TEST_P(ServerFailure, ThatComesBackTooOftenFailsTheCollection) {
  scene_.insert_numbered("numbers", 1000);
  const FailPoint always(server_.uri(), R"("alwaysOn")",
                         R"({"failCommands": ["find"], "errorCode": 11602, "appName": "under-test"})");
  const ProgramResult result = back_up_under_test({"-c", "numbers"});
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(scene_.names_in_root(), ElementsAre(".lock"));
}

TEST_P(ServerFailure, OfAViewIsStartedAnewFromItsFirstDocument) {
  scene_.insert_numbered("numbers", 1000);
  scene_.client().create_collection(scene_.database(), "view", R"({"viewOn": "numbers", "pipeline": []})");
  const FailPoint once(server_.uri(), R"({"times": 1})",
                       R"({"failCommands": ["getMore"], "errorCode": 11602, "appName": "under-test"})");
  const ProgramResult result = back_up_under_test({"--viewsAsCollections", "-c", "view"});
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(ids_in(Scene::folder_of(result) / "view.json"), first_numbers(1000));
}

/// Lists sort by their least element and compare by their first one: behind an `_id` in the order of a view may come
/// one that is below it.
TEST_P(ServerFailure, OfAViewWhoseIdsAreListsMissesNone) {
  scene_.insert_numbered("numbers", 1000);
  scene_.client().create_collection(
      scene_.database(), "view",
      R"({"viewOn": "numbers", "pipeline": [{"$project": {"_id": ["$_id", {"$subtract": [0, "$_id"]}]}}]})");
  const FailPoint once(server_.uri(), R"({"times": 1})",
                       R"({"failCommands": ["getMore"], "errorCode": 11602, "appName": "under-test"})");
  const ProgramResult result = back_up_under_test({"--viewsAsCollections", "-c", "view"});
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_THAT(result.error, HasSubstr("Reading was interrupted; continuing"));
  std::vector<int> ids;
  for (const std::string& document : documents_in(Scene::folder_of(result) / "view.json")) {
    ids.push_back(std::stoi(Json::parse(document).at("_id").at(0).at("$numberInt").get<std::string>()));
  }
  std::sort(ids.begin(), ids.end());
  EXPECT_EQ(ids, first_numbers(1000));
}

INSTANTIATE_TEST_SUITE_P(FullServers, ServerFailure, testing::ValuesIn(full_servers), NameOfServer());

class NetworkFailure : public testing::TestWithParam<ServerKind> {
 protected:
  /// One collection after another; the server goes after a megabyte, and does not come back.
  ProgramResult backup_that_loses_the_server_for_good() {
    proxy_.pause_after(1'000'000);
    RunningProgram program(scene_.backup_call_to(
        server_.uri_through(proxy_.port(), scene_.database()) + "&serverSelectionTimeoutMS=200", {"-j", "1"}));
    proxy_.await_pause();
    proxy_.refuse_connections();
    proxy_.cut_after(0);
    proxy_.resume();
    return program.wait();
  }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
  TcpProxy proxy_{server_.port()};
};

TEST_P(NetworkFailure, MidCursorIsTakenUpAgain) {
  scene_.insert_numbered("numbers", 20000, 400);
  proxy_.cut_after(3'000'000);
  const ProgramResult result =
      run_program(scene_.backup_call_to(server_.uri_through(proxy_.port(), scene_.database())));
  proxy_.await_cut();
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(ids_in(Scene::folder_of(result) / "numbers.json"), first_numbers(20000));
  EXPECT_FALSE(line_of(result, "Reading was interrupted; continuing").is_null());
}

TEST_P(NetworkFailure, ForGoodKeepsWhatWasCopiedAndFailsTheRestAtOnce) {
  scene_.insert_numbered("a", 10);
  scene_.insert_numbered("b", 20000, 400);
  for (const char* name : {"c", "d", "e"}) scene_.insert_numbered(name, 10);
  const ProgramResult result = backup_that_loses_the_server_for_good();
  EXPECT_EQ(result.exit_code, 3) << result.error;
  const std::filesystem::path folder = Scene::folder_of(result);
  EXPECT_THAT(names_in(folder), ElementsAre("a.json", "manifest.json"));
  EXPECT_THAT(record_of(folder, "e").at("error").get<std::string>(),
              HasSubstr("the connection was lost while working on another collection"));
}

TEST_P(NetworkFailure, ForGoodKeepsWhatWasCopiedHoweverManyCollectionsThereAre) {
  for (int number = 100; number < 170; ++number) scene_.insert_numbered("a" + std::to_string(number), 1);
  scene_.insert_numbered("b", 20000, 400);
  const ProgramResult result = backup_that_loses_the_server_for_good();
  EXPECT_EQ(result.exit_code, 3) << result.error;
  // Of the last ones it was not known yet whether they were still there: a third of what was copied, at most.
  EXPECT_GE(names_in(Scene::folder_of(result)).size(), 48U + 1U);
}

INSTANTIATE_TEST_SUITE_P(FullServers, NetworkFailure, testing::ValuesIn(full_servers), NameOfServer());

class Dropped : public NetworkFailure {};

TEST_P(Dropped, MidRunIsAFailureOfThatCollection) {
  scene_.insert_numbered("a", 10);
  scene_.insert_numbered("b", 20000, 400);
  proxy_.pause_after(1'000'000);
  RunningProgram program(scene_.backup_call_to(server_.uri_through(proxy_.port(), scene_.database()), {"-j", "1"}));
  proxy_.await_pause();
  scene_.client().drop_collection(scene_.database(), "b");
  proxy_.resume();
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 3) << result.error;
  const std::filesystem::path folder = Scene::folder_of(result);
  EXPECT_THAT(names_in(folder), ElementsAre("a.json", "manifest.json"));
  EXPECT_THAT(record_of(folder, "b").at("error").get<std::string>(),
              HasSubstr("it was dropped or replaced while it was being read"));
}

TEST_P(Dropped, AmongVeryManyIsAFailureOfThatCollectionToo) {
  for (int number = 100; number < 180; ++number) scene_.insert_numbered("a" + std::to_string(number), 3);
  scene_.insert_numbered("b", 20000, 400);
  proxy_.pause_after(1'000'000);
  RunningProgram program(scene_.backup_call_to(server_.uri_through(proxy_.port(), scene_.database()), {"-j", "1"}));
  proxy_.await_pause();
  scene_.client().drop_collection(scene_.database(), "a179");
  proxy_.resume();
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 3) << result.error;
  const std::filesystem::path folder = Scene::folder_of(result);
  EXPECT_EQ(names_in(folder).size(), 79U + 2U);
  EXPECT_THAT(record_of(folder, "a179").at("error").get<std::string>(), HasSubstr("it was dropped"));
  EXPECT_THAT(record_of(folder, "a151").at("documents").get<int>(), 3);
}

TEST_P(Dropped, AndMadeAnewIsAFailureToo) {
  scene_.insert_numbered("a", 10);
  scene_.insert_numbered("b", 20000, 400);
  proxy_.pause_after(1'000'000);
  RunningProgram program(scene_.backup_call_to(server_.uri_through(proxy_.port(), scene_.database()), {"-j", "1"}));
  proxy_.await_pause();
  scene_.client().drop_collection(scene_.database(), "b");
  scene_.insert_numbered("b", 3);
  proxy_.resume();
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 3) << result.error;
  EXPECT_THAT(names_in(Scene::folder_of(result)), ElementsAre("a.json", "manifest.json"));
}

INSTANTIATE_TEST_SUITE_P(FullServers, Dropped, testing::ValuesIn(full_servers), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
