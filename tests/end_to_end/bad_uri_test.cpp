// Mistakes in a connection string, against every command that takes one.

#include <gmock/gmock.h>

#include <fstream>

#include "end_to_end/scene.h"
#include "support/bad_uris.h"

namespace mongokeep::test {
namespace {

using testing::HasSubstr;
using testing::Not;

class BadUris : public testing::TestWithParam<ServerKind> {
 protected:
  void SetUp() override {
    scene_.insert_numbered("numbers", 3);
    ASSERT_EQ(scene_.back_up().exit_code, 0);
  }

  ProgramResult call(const std::vector<std::string>& arguments,
                     const std::map<std::string, std::string>& environment) const {
    ProgramCall call;
    call.arguments = arguments;
    call.arguments.insert(call.arguments.end(), {"--root", scene_.root().string(), "--logFormat", "text"});
    call.environment = environment;
    call.working_folder = scene_.folder();
    return run_program(call);
  }

  static void expect_refusal(const ProgramResult& result, const BadUri& bad, const std::string& command) {
    EXPECT_EQ(result.exit_code, 2) << command << " " << bad.name << ": " << result.error;
    EXPECT_THAT(result.error, HasSubstr(std::string(bad.cause))) << command;
    EXPECT_THAT(result.error, HasSubstr(std::string(bad.hint))) << command;
    EXPECT_THAT(result.error + result.output, Not(HasSubstr("geheim"))) << command;
  }

  Scene scene_{shared_server(GetParam())};
};

TEST_P(BadUris, AreRefusedByEveryCommandWithTheReason) {
  for (const BadUri& bad : bad_uris) {
    const std::string uri(bad.text);
    expect_refusal(call({"backup"}, {{"MONGOKEEP_URI", uri}}), bad, "backup");
    expect_refusal(call({"restore", "latest"}, {{"MONGOKEEP_URI", uri}}), bad, "restore");
    expect_refusal(call({"verify", "latest"}, {{"MONGOKEEP_AGAINST", uri}}), bad, "verify --against");
    expect_refusal(call({"verify", "latest", "--drill"}, {{"MONGOKEEP_URI", uri}}), bad, "verify --drill");
    expect_refusal(call({"run", "--once", "drill"}, {{"MONGOKEEP_URI", scene_.uri()}, {"MONGOKEEP_DRILL_URI", uri}}),
                   bad, "drill");
  }
  EXPECT_THAT(scene_.names_in_root(), testing::Contains(Not(testing::StartsWith("."))).Times(1))
      << "a refused backup leaves nothing";
}

TEST_P(BadUris, AreRefusedFromAFileAsWell) {
  const std::string file = (scene_.folder() / "uri").string();
  const auto refused = [&](std::string_view text) {
    std::ofstream(file) << text;
    const ProgramResult result = call({"backup"}, {{"MONGOKEEP_URI_FILE", file}});
    EXPECT_EQ(result.exit_code, 2) << result.error;
    return result.error;
  };
  EXPECT_THAT(refused(""), HasSubstr("it is empty"));
  EXPECT_THAT(refused(" \r\n"), HasSubstr("it is empty"));
  EXPECT_THAT(refused("\xEF\xBB\xBFmongodb://h/db\r\n"), HasSubstr("byte order mark"));
  EXPECT_THAT(refused("mongodb://h/db\r\nmongodb://i/db\r\n"), HasSubstr("line break in the middle"));
  EXPECT_THAT(refused("'mongodb://h/db'"), HasSubstr("the quote '"));
}

TEST_P(BadUris, AreWarnedOfWhereAnOptionDoesNothing) {
  const std::string uri =
      scene_.uri() + (scene_.uri().find('?') == std::string::npos ? "?" : "&") + "uuidRepresentation=standard";
  for (const auto& words : std::vector<std::vector<std::string>>{{"backup"}, {"verify", "latest", "--drill"}}) {
    const ProgramResult result = call(words, {{"MONGOKEEP_URI", uri}});
    EXPECT_EQ(result.exit_code, 0) << result.error;
    EXPECT_THAT(result.error, HasSubstr("The option uuidRepresentation of the connection string has no effect"));
    EXPECT_THAT(result.error, Not(HasSubstr("Unsupported URI option"))) << "told once";
  }
}

// The server's answers do not matter here.
INSTANTIATE_TEST_SUITE_P(OneServer, BadUris, testing::Values(ServerKind::secantus_rust), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
