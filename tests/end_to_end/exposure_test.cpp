// Settings that let others in: a warning at the beginning of each command that says what to type, and no failure.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"
#include "support/files.h"

namespace mongokeep::test {
namespace {

namespace fs = std::filesystem;
using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;

class ExposureWarnings : public testing::TestWithParam<ServerKind> {
 protected:
  ExposureWarnings() { scene_.insert_numbered("users", 3); }

  static std::vector<std::string> warnings(const ProgramResult& result) {
    std::vector<std::string> found;
    for (const Json& line : lines_with(result, "Unsafe setup")) {
      EXPECT_EQ(line.at("level"), "warning");
      found.push_back(line.at("finding").get<std::string>() + " | " + line.at("hint").get<std::string>());
    }
    return found;
  }

  std::string file(const std::string& name, const std::string& text, unsigned mode) {
    const fs::path path = scene_.folder() / name;
    write_file(path, text);
    fs::permissions(path, fs::perms(mode));
    return path.string();
  }

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
};

TEST_P(ExposureWarnings, AreNoneWhereNobodyElseGetsIn) {
  const ProgramResult result = scene_.back_up({"--config", file("keep.toml", "keep_at_least = 1\n", 0644)});
  EXPECT_EQ(scene_.back_up().exit_code, 0) << result.error;
  EXPECT_THAT(warnings(scene_.back_up()), IsEmpty());
}

TEST_P(ExposureWarnings, NameFilesThatOthersCanReadOrWrite) {
  ProgramCall call = scene_.backup_call_to("");
  call.environment.erase("MONGOKEEP_URI");
  call.environment["MONGOKEEP_URI_FILE"] = file("uri", scene_.uri(), 0644);
  const ProgramResult result = run_program(call);
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_THAT(warnings(result), Contains(HasSubstr("chmod 600 " + (scene_.folder() / "uri").string())));

  const std::string passphrase = file("passphrase", "a long passphrase of ours\n", 0640);
  EXPECT_THAT(warnings(scene_.back_up({"--passphraseFile", passphrase})), IsEmpty());
  fs::permissions(passphrase, fs::perms(0606));
  EXPECT_THAT(warnings(scene_.back_up({"--passphraseFile", passphrase})), Contains(HasSubstr("read and write")));

  const std::string config = file("keep.toml", "[hooks]\nping_url = \"https://hc.example/1\"\n", 0644);
  const ProgramResult once = scene_.call("cleanup", {"--config", config});
  EXPECT_THAT(warnings(once), Contains(HasSubstr("or: chmod 600")));
}

TEST_P(ExposureWarnings, NameARootThatOthersCanWriteTo) {
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  fs::permissions(scene_.root(), fs::perms(0777));
  for (const std::vector<std::string>& words :
       std::vector<std::vector<std::string>>{{"backup"},
                                             {"cleanup"},
                                             {"verify", "latest"},
                                             {"restore", "latest", "--dryRun", "--mode", "missingOnly"},
                                             {"run", "--once", "backup"}}) {
    ProgramCall call = scene_.backup_call({words.begin() + 1, words.end()});
    call.arguments.front() = words.front();
    const ProgramResult result = run_program(call);
    EXPECT_EQ(result.exit_code, 0) << words.front() << result.error;
    EXPECT_THAT(warnings(result), Contains(HasSubstr("chmod go-w " + scene_.root().string()))) << words.front();
  }
  EXPECT_THAT(scene_.call("check", {"--uri", scene_.uri()}).output, HasSubstr("chmod go-w"));
}

TEST_P(ExposureWarnings, OfABackupThatIsNamedByItsPathAreAboutTheFolderAroundIt) {
  const fs::path folder = Scene::folder_of(scene_.back_up());
  const fs::path open = scene_.folder() / "open";
  fs::create_directory(open);
  fs::permissions(open, fs::perms(0777));
  for (const std::string& path : {folder.string(), folder.string() + "/"}) {
    ProgramCall call{.arguments = {"verify", path}, .working_folder = open};
    EXPECT_THAT(warnings(run_program(call)), IsEmpty());
  }
  fs::permissions(scene_.root(), fs::perms(0777));
  ProgramCall call{.arguments = {"verify", "../backup/" + folder.filename().string() + "/"}, .working_folder = open};
  EXPECT_THAT(warnings(run_program(call)), Contains(HasSubstr("chmod go-w " + scene_.root().string())));
}

TEST_P(ExposureWarnings, NameAConnectionStringThatLetsOthersListen) {
  const std::string uri = "mongodb://u:geheim@192.0.2.1/db?serverSelectionTimeoutMS=1";
  EXPECT_THAT(warnings(run_program(scene_.backup_call_to(uri))), Contains(HasSubstr("Add tls=true")));
  EXPECT_THAT(warnings(run_program(scene_.backup_call_to(uri + "&tlsInsecure=true"))),
              Contains(HasSubstr("Remove tlsInsecure")));
  EXPECT_THAT(scene_.call("check", {"--uri", uri}).output, HasSubstr("Add tls=true"));
  ProgramCall person = scene_.backup_call_to(uri);
  person.screen = ChildSettings::Screen::terminal;
  EXPECT_THAT(run_program(person).error, HasSubstr("Unsafe setup: there is a password, and no TLS"));
}

INSTANTIATE_TEST_SUITE_P(OneServer, ExposureWarnings, testing::Values(ServerKind::secantus_wheel), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
