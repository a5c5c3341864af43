// `mongokeep restore`, from a backup of the program's own to another database of the same server.

#include <gmock/gmock.h>

#include <chrono>
#include <csignal>
#include <thread>

#include "end_to_end/scene.h"
#include "support/files.h"

namespace mongokeep::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class Restore : public testing::TestWithParam<ServerKind> {
 protected:
  ProgramResult restore(const std::vector<std::string>& more = {}) { return scene_.restore_into(copy_, more); }
  std::vector<Bytes> copied(const std::string& collection) { return scene_.client().find_all(copy_, collection); }
  std::vector<Bytes> stored(const std::string& collection) {
    return scene_.client().find_all(scene_.database(), collection);
  }
  std::vector<std::string> ids(const std::string& collection) {
    std::vector<std::string> all;
    for (const Bytes& document : copied(collection)) all.push_back(relaxed_json(document));
    return all;
  }
  void insert(const std::string& database, const std::string& collection, const std::string& json) {
    scene_.client().insert(database, collection, json);
  }
  static Json report_of(const ProgramResult& result) { return Json::parse(result.output); }

  Scene scene_{shared_server(GetParam())};
  std::string copy_ = fresh_database();
};

TEST_P(Restore, BringsEveryDocumentBack) {
  scene_.insert_numbered("many", 3000);
  insert(scene_.database(), "users", R"({"_id": {"$oid": "65d3f1c09f1b2a0012ab34cd"}, "z": 1, "a": {"$numberLong": "2"},
      "at": {"$date": {"$numberLong": "-62100000000000"}}, "list": [1, "two", {"three": 3.5}], "b": {"$binary":
      {"base64": "AAEC", "subType": "80"}}})");
  scene_.client().create_collection(scene_.database(), "empty");
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const ProgramResult result = restore();
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(copied("many"), stored("many"));
  EXPECT_EQ(copied("users"), stored("users"));
  EXPECT_THAT(scene_.client().collection_names(copy_), testing::UnorderedElementsAre("empty", "many", "users"));
  EXPECT_THAT(result.output, HasSubstr("3,001 documents in 2 collections were written."));
  EXPECT_EQ(line_of(result, "restoreBackup: Restore completed").at("status"), "complete");
}

TEST_P(Restore, RefusesATargetThatIsNotEmpty) {
  scene_.insert_numbered("users", 2);
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  insert(copy_, "users", R"({"_id": "mine"})");
  const ProgramResult result = restore();
  EXPECT_EQ(result.exit_code, 2);
  EXPECT_THAT(result.error, HasSubstr("--mode missingOnly"));
  EXPECT_THAT(copied("users"), SizeIs(1));
}

TEST_P(Restore, DropsFirstWhereItIsTold) {
  scene_.insert_numbered("users", 2);
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  insert(copy_, "users", R"({"_id": "mine"})");
  insert(copy_, "other", R"({"_id": "stays"})");
  EXPECT_EQ(restore({"--drop"}).exit_code, 0);
  EXPECT_EQ(copied("users"), stored("users"));
  EXPECT_THAT(copied("other"), SizeIs(1)) << "what is not in the backup is not ours to drop";
}

TEST_P(Restore, CountsAndShowsDuplicates) {
  insert(scene_.database(), "users", R"({"_id": 1, "name": "Ada"})");
  insert(scene_.database(), "users", R"({"_id": 2, "name": "Grace"})");
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  insert(copy_, "users", R"({"_id": 1, "name": "changed"})");
  const ProgramResult result = restore({"--mode", "insert", "--json"});
  EXPECT_EQ(result.exit_code, 3);
  const Json users = report_of(result).at("collections").at(0);
  EXPECT_EQ(users.at("insertedCount"), 1);
  EXPECT_EQ(users.at("duplicateCount"), 1);
  EXPECT_EQ(users.at("lostDocuments").at(0).at("line"), 2);
  EXPECT_THAT(users.at("lostDocuments").at(0).at("document").get<std::string>(), HasSubstr("Ada"));
  EXPECT_THAT(ids("users"), ElementsAre(HasSubstr("changed"), HasSubstr("Grace")));
}

TEST_P(Restore, PutsBackWhatHasChangedOrOnlyWhatIsMissing) {
  insert(scene_.database(), "users", R"({"_id": 1, "name": "Ada"})");
  insert(scene_.database(), "users", R"({"_id": 2, "name": "Grace"})");
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  insert(copy_, "users", R"({"_id": 1, "name": "changed"})");
  insert(copy_, "users", R"({"_id": 3, "name": "new"})");
  EXPECT_EQ(restore({"--mode", "missingOnly"}).exit_code, 0);
  EXPECT_THAT(ids("users"), ElementsAre(HasSubstr("changed"), HasSubstr("Grace"), HasSubstr("new")));
  EXPECT_EQ(restore({"--mode", "upsert"}).exit_code, 0);
  EXPECT_THAT(ids("users"), ElementsAre(HasSubstr("Ada"), HasSubstr("Grace"), HasSubstr("new")));
}

TEST_P(Restore, BringsSingleDocumentsBack) {
  scene_.insert_numbered("users", 50);
  scene_.insert_numbered("orders", 50);
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  EXPECT_EQ(restore({"-c", "users", "--query", "17"}).exit_code, 0);
  EXPECT_THAT(ids("users"), ElementsAre(HasSubstr("\"_id\" : 17")));
  EXPECT_EQ(restore({"-c", "users", "--query", R"({"_id": {"$gte": 48}})", "--mode", "missingOnly"}).exit_code, 0);
  EXPECT_THAT(copied("users"), SizeIs(3));
  EXPECT_THAT(copied("orders"), IsEmpty());
  const ProgramResult wrong = restore({"-c", "users", "--query", R"({"$where": "1"})", "--mode", "upsert"});
  EXPECT_EQ(wrong.exit_code, 2);
  EXPECT_THAT(wrong.error, HasSubstr("$where"));
}

TEST_P(Restore, RenamesAsMongorestoreDoes) {
  scene_.insert_numbered("users", 3);
  scene_.insert_numbered("orders", 3);
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const std::string other = fresh_database();
  EXPECT_EQ(scene_
                .call("restore", {"latest", "--uri", scene_.uri_to(""), "--nsInclude", "*.users", "--nsFrom",
                                  scene_.database() + ".$c$", "--nsTo", other + ".old_$c$"})
                .exit_code,
            0);
  EXPECT_THAT(scene_.client().collection_names(other), ElementsAre("old_users"));
  EXPECT_EQ(scene_.client().find_all(other, "old_users"), stored("users"));
}

TEST_P(Restore, RehearsesWithoutTouchingAnything) {
  scene_.insert_numbered("users", 30);
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const ProgramResult result = restore({"--dryRun", "--json"});
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(report_of(result).at("dryRun"), true);
  EXPECT_EQ(report_of(result).at("collections").at(0).at("insertedCount"), 30);
  EXPECT_EQ(report_of(result).at("collections").at(0).at("found"), "nothing");
  EXPECT_THAT(scene_.client().collection_names(copy_), IsEmpty());
}

TEST_P(Restore, ChangesNothingForTheSakeOfADamagedBackup) {
  scene_.insert_numbered("orders", 3);
  scene_.insert_numbered("users", 3);
  const std::filesystem::path folder = Scene::folder_of(scene_.back_up());
  insert(copy_, "orders", R"({"_id": "mine"})");
  std::string text = read_file(folder / "users.json");
  text.replace(text.find("\"1\""), 3, "\"x\"");
  write_file(folder / "users.json", text);
  const ProgramResult result = restore({"--drop"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(result.error, HasSubstr("users.json"));
  EXPECT_THAT(copied("orders"), SizeIs(1)) << "the collection that is whole was not touched either";

  const ProgramResult anyway = restore({"--drop", "--acceptChanged"});
  EXPECT_EQ(anyway.exit_code, 3);
  EXPECT_THAT(anyway.output, HasSubstr("line 3: column"));
  EXPECT_THAT(copied("users"), SizeIs(2));
  EXPECT_THAT(copied("orders"), SizeIs(3));
}

TEST_P(Restore, TakesWhatAPersonHasEdited) {
  scene_.insert_numbered("users", 3);
  const std::filesystem::path folder = Scene::folder_of(scene_.back_up());
  write_file(folder / "users.json",
             "\xEF\xBB\xBF[\r\n  {\r\n    \"_id\": {\"$numberInt\": \"7\"},\r\n    \"a\": [1, 2]\r\n  },\r\n  "
             "{\"_id\": 8}\r\n]\r\n");
  EXPECT_EQ(restore().exit_code, 4);
  const ProgramResult result = restore({"--acceptChanged"});
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_THAT(ids("users"), ElementsAre(HasSubstr("\"_id\" : 7"), HasSubstr("\"_id\" : 8")));
}

TEST_P(Restore, ReadsAnOlderSystemsFolderAndGuessesTypesWhereItIsTold) {
  const std::filesystem::path folder = scene_.folder() / "20th_Feb_2024";
  std::filesystem::create_directory(folder);
  write_file(folder / "users.json",
             "[\n  {\n    \"_id\": \"65d3f1c09f1b2a0012ab34cd\",\n    \"at\": \"2024-02-20T01:00:00.000Z\",\n"
             "    \"n\": 5\n  }\n]");
  const auto restored = [&](const std::vector<std::string>& more) {
    std::vector<std::string> words = {folder.string(), "--uri", scene_.uri_to(copy_), "--drop"};
    words.insert(words.end(), more.begin(), more.end());
    const ProgramResult result = scene_.call("restore", words);
    EXPECT_EQ(result.exit_code, 0) << result.error;
    EXPECT_THAT(result.error, HasSubstr("Types written in the text"));
    return copied("users").at(0);
  };
  EXPECT_EQ(restored({}),
            bson_from_json(R"({"_id": "65d3f1c09f1b2a0012ab34cd", "at": "2024-02-20T01:00:00.000Z", "n": 5})"));
  EXPECT_EQ(restored({"--guessTypes"}), bson_from_json(R"({"_id": {"$oid": "65d3f1c09f1b2a0012ab34cd"},
                                                           "at": {"$date": "2024-02-20T01:00:00Z"}, "n": 5})"));
}

TEST_P(Restore, SaysWhatIsWrongWithALine) {
  const std::filesystem::path folder = scene_.folder() / "legacy";
  std::filesystem::create_directory(folder);
  std::string deep(5000, '[');
  const std::vector<std::pair<std::string, std::string>> cases = {
      {R"({"_id": 1, "a": {"$numberInt": "x"}})", "line 2"},
      {R"(not json)", "line 2: column 1"},
      {R"({"_id": 1, "a": )" + deep + "}", "nested"},
      {R"({"_id": 1, "a": ")" + std::string(17 << 20, 'a') + "\"}", "16"},
  };
  for (const auto& [line, expected] : cases) {
    write_file(folder / "users.json", "[\n" + line + ",\n{\"_id\": 2}\n]\n");
    const ProgramResult result =
        scene_.call("restore", {folder.string(), "--uri", scene_.uri_to(copy_), "--mode", "upsert"});
    EXPECT_EQ(result.exit_code, 3) << line.substr(0, 50);
    EXPECT_THAT(result.output, HasSubstr(expected)) << line.substr(0, 50);
  }
}

TEST_P(Restore, RestoresWhatAPartialBackupHasAndSaysSo) {
  scene_.insert_numbered("users", 3);
  const std::filesystem::path folder = Scene::folder_of(scene_.back_up());
  Json manifest = manifest_of(folder);
  EXPECT_EQ(scene_.call("restore", {"nowhere", "--uri", scene_.uri_to(copy_)}).exit_code, 2);
  EXPECT_EQ(scene_.call("restore", {"latest", "--uri", scene_.uri_to(copy_), "-c", "nosuch"}).exit_code, 2);
  EXPECT_EQ(scene_.call("restore", {"latest"}).exit_code, 2);
  EXPECT_EQ(scene_.call("restore", {}).exit_code, 2);
  EXPECT_EQ(restore({"--drop", "--mode", "upsert"}).exit_code, 2);
}

TEST_P(Restore, DropsNothingForAFileThatItCannotOpen) {
  const std::vector<std::string> names = {"items", "orders", "users"};
  // Of several batches, so that further connections are wanted.
  for (const std::string& name : names) scene_.insert_numbered(name, 50, 50'000);
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  ProgramCall call;
  call.arguments = {"restore", "latest", "--root", scene_.root().string(), "--drop", "--yes"};
  const std::string uri = scene_.uri_to(copy_);
  call.environment["MONGOKEEP_URI"] =
      uri + (uri.find('?') == std::string::npos ? "?" : "&") + "serverSelectionTimeoutMS=500";
  int failures = 0;
  for (std::uint64_t limit = 6; limit < 14; ++limit) {
    scene_.client().drop_database(copy_);
    for (const std::string& name : names) insert(copy_, name, R"({"_id": "mine"})");
    call.descriptor_limit = limit;
    const ProgramResult result = run_program(call);
    failures += result.exit_code == 0 ? 0 : 1;
    // What comes behind the documents may want descriptors as well.
    for (const std::string& name : names) {
      const std::size_t count = copied(name).size();
      EXPECT_TRUE(count == 50 || (count == 1 && result.exit_code != 0)) << limit << ": " << count << result.error;
    }
  }
  EXPECT_GT(failures, 0);
}

INSTANTIATE_TEST_SUITE_P(EveryServer, Restore, testing::ValuesIn(every_server), NameOfServer());

class FullRestore : public Restore {};

TEST_P(FullRestore, CountsDocumentsThatFailValidation) {
  insert(scene_.database(), "users", R"({"_id": 1, "age": 30})");
  insert(scene_.database(), "users", R"({"_id": 2})");
  scene_.client().command(scene_.database(), R"({"collMod": "users", "validator": {"age": {"$exists": true}}})");
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const ProgramResult result = restore({"--json"});
  EXPECT_EQ(result.exit_code, 3);
  EXPECT_EQ(report_of(result).at("collections").at(0).at("invalidCount"), 1);
  EXPECT_EQ(restore({"--drop", "--bypassDocumentValidation"}).exit_code, 0);
  EXPECT_THAT(copied("users"), SizeIs(2));
}

TEST_P(FullRestore, ReportsAnIndexThatTheDocumentsForbidAndGoesOn) {
  insert(scene_.database(), "users", R"({"_id": 1, "mail": "a"})");
  scene_.client().create_index(scene_.database(), "users", R"({"key": {"mail": 1}, "name": "mail_1", "unique": true})");
  scene_.client().create_index(scene_.database(), "users", R"({"key": {"age": 1}, "name": "age_1"})");
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  insert(copy_, "users", R"({"_id": 2, "mail": "b"})");
  insert(copy_, "users", R"({"_id": 3, "mail": "b"})");
  const ProgramResult result = restore({"--mode", "insert", "--json"});
  EXPECT_EQ(result.exit_code, 3);
  const Json users = report_of(result).at("collections").at(0);
  EXPECT_EQ(users.at("insertedCount"), 1);
  EXPECT_EQ(users.at("indexCount"), 1);
  EXPECT_THAT(users.at("refusals").at(0).get<std::string>(), HasSubstr("index mail_1"));
}

/// A restore that the server's fail points know by its name.
class DisturbedRestore : public FullRestore {
 protected:
  ProgramCall call_by_name() const {
    return {.arguments = {"restore", "latest", "--root", scene_.root().string(), "--uri", named_uri()}};
  }
  void await_documents() {
    const auto end = std::chrono::steady_clock::now() + RunningProgram::patience;
    while (scene_.client().count(copy_, "many") == 0) {
      if (std::chrono::steady_clock::now() > end) throw std::runtime_error("no document came in");
      std::this_thread::yield();
    }
  }
  std::string named_uri() const {
    const std::string uri = scene_.uri_to(copy_);
    return uri + (uri.find('?') == std::string::npos ? "?" : "&") + "appName=restoring";
  }
};

TEST_P(DisturbedRestore, TellsHowToGoOnWhenItIsInterrupted) {
  scene_.insert_numbered("many", 30000, 400);
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  {
    const FailPoint slow(scene_.uri(), R"({"skip": 1})", R"({"failCommands": ["insert"], "blockConnection": true,
                                                            "blockTimeMS": 1000, "appName": "restoring"})");
    RunningProgram program(call_by_name());
    await_documents();
    program.send_signal(SIGINT);
    const ProgramResult result = program.wait();
    EXPECT_EQ(result.exit_code, 130);
    EXPECT_THAT(result.error, HasSubstr("--mode missingOnly"));
    const Json line = line_of(result, "Restoring the collection was interrupted");
    EXPECT_GE(copied("many").size(), line.at("writtenCount").get<std::size_t>());
    EXPECT_LT(copied("many").size(), 30000U);
  }
  EXPECT_EQ(restore({"--mode", "missingOnly"}).exit_code, 0);
  EXPECT_EQ(copied("many"), stored("many"));
}

TEST_P(DisturbedRestore, GoesOnBehindABrokenConnection) {
  scene_.insert_numbered("many", 20000, 400);
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const FailPoint broken(scene_.uri(), R"({"times": 2})", R"({"failCommands": ["insert"], "closeConnection": true,
                                                             "appName": "restoring"})");
  const ProgramResult result = run_program(call_by_name());
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(copied("many"), stored("many"));
}

TEST_P(DisturbedRestore, AsksAgainWhateverWasNotAnswered) {
  scene_.insert_numbered("users", 30);
  scene_.client().create_collection(scene_.database(), "few", R"({"viewOn": "users", "pipeline": []})");
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  for (const char* how : {R"("closeConnection": true)", R"("errorCode": 91)"}) {
    for (const char* command : {"listCollections", "create", "drop", "createIndexes"}) {
      ProgramCall call = call_by_name();
      call.arguments.emplace_back("--drop");
      const FailPoint broken(
          scene_.uri(), R"({"times": 1})",
          R"({"failCommands": [")" + std::string(command) + R"("], )" + how + R"(, "appName": "restoring"})");
      const ProgramResult result = run_program(call);
      EXPECT_EQ(result.exit_code, 0) << how << command << result.error;
      EXPECT_EQ(copied("users"), stored("users"));
    }
  }
}

TEST_P(DisturbedRestore, IsProvenByADrillThatWasNotAnsweredAtFirst) {
  scene_.insert_numbered("users", 30);
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  for (const char* command : {"listCollections", "create", "dropDatabase"}) {
    const FailPoint broken(
        scene_.uri(), R"({"times": 1})",
        R"({"failCommands": [")" + std::string(command) + R"("], "closeConnection": true, "appName": "restoring"})");
    const ProgramResult result = scene_.call("verify", {"latest", "--drill", "--uri", named_uri()});
    EXPECT_EQ(result.exit_code, 0) << command << result.error;
    EXPECT_THAT(result.error, testing::Not(HasSubstr("Cannot drop"))) << command;
  }
}

INSTANTIATE_TEST_SUITE_P(FullServers, DisturbedRestore, testing::ValuesIn(full_servers), NameOfServer());

TEST_P(FullRestore, IsProvenByADrill) {
  scene_.insert_numbered("users", 300);
  scene_.client().create_collection(scene_.database(), "few", R"({"viewOn": "users", "pipeline": []})");
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const std::string scratch = fresh_database();
  const ProgramResult result = scene_.call("verify", {"latest", "--drill", "--uri", scene_.uri_to(""), "--json"});
  EXPECT_EQ(result.exit_code, 0) << result.error;
  const Json drill = report_of(result).at("drill");
  EXPECT_EQ(drill.at("hasSameDocuments"), true);
  EXPECT_EQ(drill.at("comparison").at("collections").at(0).at("sameCount"), 300);
  const std::string made = drill.at("scratchDatabases").at(0);
  EXPECT_THAT(made, testing::StartsWith("mongokeep_drill_"));
  EXPECT_THAT(scene_.client().collection_names(made), IsEmpty());

  insert(copy_, "users", R"({"_id": "mine"})");
  const ProgramResult filled =
      scene_.call("verify", {"latest", "--drill", "--drillDatabase", copy_, "--uri", scene_.uri_to("")});
  EXPECT_EQ(filled.exit_code, 2) << filled.error;
  EXPECT_THAT(copied("users"), SizeIs(1));
}

INSTANTIATE_TEST_SUITE_P(FullServers, FullRestore, testing::ValuesIn(full_servers), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
