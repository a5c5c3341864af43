// What a connection string may say, against every command that is sent: a backup, a comparison, a restore, a drill.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"

namespace mongokeep::test {
namespace {

/// Options of a connection string, and what may come of it.
struct UriOptions {
  const char* name;
  const char* text;
};

constexpr UriOptions all_options[] = {
    {"majorityRead", "readConcernLevel=majority"},
    {"localRead", "readConcernLevel=local"},
    {"availableRead", "readConcernLevel=available"},
    {"secondaries", "readPreference=secondaryPreferred"},
    {"nearestWithTags", "readPreference=nearest&readPreferenceTags=dc:ny,use:backup&readPreferenceTags="},
    {"staleSecondaries", "readPreference=secondaryPreferred&maxStalenessSeconds=120"},
    {"majorityWrite", "w=majority&journal=true&wtimeoutMS=20000"},
    {"oneWrite", "w=1&journal=false"},
    {"unacknowledged", "w=0"},
    {"compressors", "compressors=zlib,snappy,zstd&zlibCompressionLevel=6"},
    {"noRetries", "retryReads=false&retryWrites=false"},
    {"direct", "directConnection=true"},
    {"named", "appName=night%20of%20shop"},
    {"patience", "serverSelectionTimeoutMS=5000&connectTimeoutMS=5000&socketTimeoutMS=60000&heartbeatFrequencyMS=5000"},
    {"once", "serverSelectionTryOnce=true"},
    {"everything",
     "readConcernLevel=majority&readPreference=secondaryPreferred&w=majority&compressors=zstd&retryReads=true"
     "&retryWrites=true&directConnection=true&appName=all"},
};

class UriOptionsTest : public testing::TestWithParam<std::tuple<ServerKind, UriOptions>> {
 protected:
  std::string with_options(const std::string& uri) const {
    return uri + (uri.find('?') == std::string::npos ? "?" : "&") + std::get<1>(GetParam()).text;
  }

  Scene scene_{shared_server(std::get<0>(GetParam()))};
};

TEST_P(UriOptionsTest, AreTakenByEveryCommand) {
  scene_.insert_numbered("numbers", 300);
  scene_.client().create_index(scene_.database(), "numbers", R"({"key": {"text": 1}, "name": "text_1"})");
  scene_.client().create_collection(scene_.database(), "empty");
  const std::string uri = with_options(scene_.uri());
  const ProgramResult backup = run_program(scene_.backup_call_to(uri));
  ASSERT_EQ(backup.exit_code, 0) << backup.error;
  const ProgramResult all =
      run_program(scene_.backup_call_to(with_options(scene_.uri_to("")), {"--db", scene_.database()}));
  EXPECT_EQ(all.exit_code, 0) << all.error;
  EXPECT_EQ(scene_.call("verify", {"latest", "--against", uri}).exit_code, 0);
  const std::string copy = fresh_database();
  const ProgramResult restored = scene_.call("restore", {"latest", "--uri", with_options(scene_.uri_to(copy))});
  EXPECT_EQ(restored.exit_code, 0) << restored.output << restored.error;
  EXPECT_EQ(scene_.client().count(copy, "numbers"), 300U);
  const ProgramResult drill = scene_.call("verify", {"latest", "--drill", "--uri", with_options(scene_.uri_to(""))});
  EXPECT_EQ(drill.exit_code, 0) << drill.output << drill.error;
}

std::string name_of_case(const testing::TestParamInfo<std::tuple<ServerKind, UriOptions>>& one) {
  return std::string(name_of(std::get<0>(one.param))) + "_" + std::get<1>(one.param).name;
}

INSTANTIATE_TEST_SUITE_P(FullServers, UriOptionsTest,
                         testing::Combine(testing::ValuesIn(full_servers), testing::ValuesIn(all_options)),
                         name_of_case);

TEST(ReadPreference, KeepsTheTagsOfTheConnectionString) {
  Scene scene(shared_server(ServerKind::secantus_rust));
  scene.insert_numbered("numbers", 3);
  const std::string uri = scene.uri();
  const ProgramResult result = run_program(scene.backup_call_to(
      uri + (uri.find('?') == std::string::npos ? "?" : "&") + "readPreference=secondary&readPreferenceTags=dc:ny",
      {"--readPreference", "primary"}));
  EXPECT_EQ(result.exit_code, 0) << "the primary has no tags: " << result.error;
}

}  // namespace
}  // namespace mongokeep::test
