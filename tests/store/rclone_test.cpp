#include "store/rclone.h"

#include <gmock/gmock.h>

#include "store/rclone_config.h"
#include "store/rclone_environment.h"
#include "store/secrets.h"
#include "support/files.h"
#include "support/installed_command.h"
#include "support/temp_dir.h"

namespace mongokeep::store {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;

TEST(RcloneEnvironment, HandsOnWhatRcloneNeedsAndNothingElse) {
  const std::vector<std::string> ours = {"PATH=/bin",
                                         "HOME=/root",
                                         "MONGOKEEP_URI=mongodb://secret",
                                         "RCLONE_CONFIG_KEEP_TYPE=s3",
                                         "RCLONE_CONFIG=/etc/rclone.conf",
                                         "RCLONE_DRY_RUN=true",
                                         "RCLONE_INPLACE=true",
                                         "AWS_PROFILE=backup",
                                         "LD_PRELOAD=/evil.so",
                                         "https_proxy=http://proxy:3128",
                                         "NOTPATH=x"};
  EXPECT_THAT(rclone_environment(ours, {.name = "keep"}),
              ElementsAre("PATH=/bin", "HOME=/root", "RCLONE_CONFIG_KEEP_TYPE=s3", "RCLONE_CONFIG=/etc/rclone.conf",
                          "AWS_PROFILE=backup", "https_proxy=http://proxy:3128"));
}

TEST(RcloneEnvironment, HasTheVariablesOfItsOwnRemote) {
  const std::vector<std::string> ours = {"RCLONE_CONFIG_KEEP_PASS=a", "RCLONE_CONFIG_NAS-2_PASS=b",
                                         "RCLONE_CONFIG_NAS_2_PASS=c", "RCLONE_CONFIG_PASS=of the file",
                                         "RCLONE_CONFIG_KEEPER_PASS=d"};
  EXPECT_THAT(rclone_environment(ours, {.name = "keep"}),
              ElementsAre("RCLONE_CONFIG_KEEP_PASS=a", "RCLONE_CONFIG_PASS=of the file"));
  EXPECT_THAT(
      rclone_environment(ours, {.name = "nas-2"}),
      ElementsAre("RCLONE_CONFIG_NAS-2_PASS=b", "RCLONE_CONFIG_NAS_2_PASS=c", "RCLONE_CONFIG_PASS=of the file"));
  EXPECT_THAT(rclone_environment(ours, {}), ElementsAre("RCLONE_CONFIG_PASS=of the file"));
  EXPECT_EQ(rclone_environment(ours, {.are_all = true}), ours);
}

TEST(RcloneConfig, TellsWhichRemotesMayNeedOthers) {
  const std::string text = "# mine\n[keep]\n type = s3\n[sealed]\r\ntype=crypt\r\nremote = keep:x\n[none]\n";
  EXPECT_FALSE(may_need_others("keep", text, {}));
  EXPECT_TRUE(may_need_others("sealed", text, {}));
  // Of what cannot be told, all may be needed: rclone's file may be encrypted.
  for (const char* name : {"none", "nas", "kee"}) EXPECT_TRUE(may_need_others(name, text, {})) << name;
  EXPECT_TRUE(may_need_others("keep", "RCLONE_ENCRYPT_V0:\nabcd", {}));
  EXPECT_TRUE(may_need_others("keep", text, {"RCLONE_CONFIG_KEEP_TYPE=union"}));
  EXPECT_FALSE(may_need_others("nas", text, {"RCLONE_CONFIG_NAS_TYPE=sftp"}));
}

TEST(RcloneLine, TellsOfTroubleAndOfProgress) {
  const RcloneLine error =
      parse_rclone_line(R"({"level":"error","msg":"StatusCode: 403","object":"users.json","time":"…"})");
  EXPECT_TRUE(error.is_error);
  EXPECT_EQ(error.object, "users.json");
  EXPECT_EQ(error.message, "StatusCode: 403");
  EXPECT_FALSE(error.bytes);
  const RcloneLine progress = parse_rclone_line(
      R"({"level":"notice","msg":"…","stats":{"bytes":10,"checks":2,"transferring":[{"name":"a","bytes":4},{"bytes":1}]}})");
  EXPECT_FALSE(progress.is_error);
  EXPECT_EQ(progress.bytes, 12U);
  ASSERT_EQ(progress.transfers.size(), 2U);
  EXPECT_EQ(progress.transfers[0].file, "a");
  EXPECT_EQ(progress.transfers[0].bytes, 4U);
}

TEST(RcloneLine, TakesWhatIsNoJsonForTrouble) {
  EXPECT_TRUE(parse_rclone_line("Error: unknown flag: --x").is_error);
  EXPECT_EQ(parse_rclone_line("panic: runtime error").message, "panic: runtime error");
  // A long line of statistics that was cut.
  EXPECT_FALSE(parse_rclone_line(R"({"level":"notice","stats":{"transferring":[{"name)").is_error);
  EXPECT_FALSE(parse_rclone_line(R"({"level":"error","msg":5,"stats":7})").bytes);
}

TEST(RcloneVersion, IsReadFromItsFirstLine) {
  EXPECT_EQ(rclone_version_in("rclone v1.75.2\n- os/version: debian"), (RcloneProgram::Version{1, 75}));
  EXPECT_EQ(rclone_version_in("rclone v1.60.1-DEV\n"), (RcloneProgram::Version{1, 60}));
  for (const char* other : {"", "rclone", "rclone v", "rclone v1", "rclone vx.y", "mongokeep v1.75.2"}) {
    EXPECT_EQ(rclone_version_in(other), RcloneProgram::Version()) << other;
  }
}

TEST(Rclone, SaysWhatToDoAboutAnErrorThatMayPass) {
  const Rclone rclone({.program = {}, .config = {}, .secrets = {}});
  EXPECT_THAT(rclone.failure({5, "", ""}, "read", "offsite:x").hint(), HasSubstr("again"));
  EXPECT_THAT(rclone.failure({5, "", "EOF"}, "read", "offsite:x").hint(), HasSubstr("again"));
}

TEST(Secrets, AreWhatAConfigurationNamesSo) {
  const test::TempDir temp;
  const std::filesystem::path config = temp.path() / "rclone.conf";
  test::write_file(config,
                   "[keep]\ntype = s3\naccess_key_id = AKIAPUBLIC\nsecret_access_key = s3cr3tvalue\r\n"
                   "pass=obscured1234\nno_auth = true\nkey_file = /etc/key\n");
  const Redactor secrets = secrets_of(
      rclone_config_text(config), {"AWS_SECRET_ACCESS_KEY=awsawsaws", "PATH=/bin", "RCLONE_CONFIG_X_PASS=passpass"});
  EXPECT_EQ(secrets.cleaned("s3cr3tvalue obscured1234 AKIAPUBLIC true /etc/key awsawsaws passpass /bin"),
            "*** *** AKIAPUBLIC true /etc/key *** *** /bin");
  EXPECT_FALSE(secrets_of(rclone_config_text(temp.path() / "none"), {}).holds_secret());
}

TEST(Rclone, IsAskedForItsVersionOnceUntilItIsAnotherOne) {
  const test::TempDir temp;
  const std::filesystem::path program = temp.path() / "rclone";
  const std::filesystem::path asked = temp.path() / "asked";
  const auto install = [&](const std::string& version) {
    test::write_file(program, "#!/bin/sh\necho $1 >> " + asked.string() + "\necho 'rclone v" + version + "'\n");
    std::filesystem::permissions(program, std::filesystem::perms::owner_all);
  };
  install("1.74.0");
  for (int time = 0; time < 3; ++time) EXPECT_EQ(find_rclone(program, {}, {}).version.minor, 74);
  const std::string once = test::read_file(asked);
  EXPECT_THAT(once, testing::AnyOf("version\nhashsum\n", "hashsum\nversion\n"));
  install("1.75.20");
  EXPECT_EQ(find_rclone(program, {}, {}).version.minor, 75);
}

class RealRclone_rclone : public testing::Test {
 protected:
  std::filesystem::path path_ = test::installed_command("rclone");
  test::TempDir temp_;
};

TEST_F(RealRclone_rclone, IsFoundAndAskedForItsVersion) {
  const RcloneProgram program = find_rclone(path_, {}, {});
  EXPECT_EQ(program.path, path_);
  EXPECT_GE(program.version, RcloneProgram::whole_files);
  EXPECT_TRUE(program.knows_our_checksum);
}

TEST_F(RealRclone_rclone, IsRefusedWhereItIsNone) {
  test::write_file(temp_.path() / "text", "#!/bin/sh\necho rclone v1.30.0\n");
  test::write_file(temp_.path() / "other", "#!/bin/sh\necho other v1.75.0\n");
  for (const char* name : {"text", "other"}) {
    std::filesystem::permissions(temp_.path() / name, std::filesystem::perms::owner_all);
  }
  for (const std::filesystem::path& wrong : {temp_.path() / "none", temp_.path(), temp_.path() / "text",
                                             temp_.path() / "other", std::filesystem::path("/bin/false")}) {
    try {
      find_rclone(wrong, {}, {});
      ADD_FAILURE() << wrong;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::configuration) << wrong;
      EXPECT_THAT(error.hint(), HasSubstr("Install rclone")) << wrong;
    }
  }
}

TEST_F(RealRclone_rclone, SaysWhatWentWrongWithoutSecrets) {
  Redactor secrets;
  secrets.add_secret("hushhush");
  const Rclone rclone({.program = find_rclone(path_, {}, {}), .config = {}, .secrets = secrets});
  const RcloneEnd end = rclone.run({.words = {"lsjson", "/none/hushhush"}}, {});
  EXPECT_EQ(end.code, RcloneEnd::no_folder);
  EXPECT_THAT(end.trouble, HasSubstr("directory not found"));
  const RcloneEnd other = rclone.run({.words = {"lsjson", "nosuch-hushhush:x"}}, {});
  EXPECT_NE(other.code, 0);
  EXPECT_THAT(other.trouble, Not(HasSubstr("hushhush")));
  EXPECT_FALSE(other.trouble.empty());
}

TEST_F(RealRclone_rclone, IsEndedWhereItMovesNothing) {
  const Rclone rclone(
      {.program = find_rclone(path_, {}, {}), .config = {}, .patience = std::chrono::milliseconds(300), .secrets = {}});
  // Waits for a standard input that never comes: a pipe that nobody writes to.
  const std::filesystem::path pipe = temp_.path() / "pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  try {
    rclone.run({.words = {"lsjson", "/tmp", "--files-from-raw=" + pipe.string()}}, {});
    ADD_FAILURE() << "it ended";
  } catch (const Error& error) {
    EXPECT_THAT(error.cause(), HasSubstr("it has moved nothing"));
  }
}

}  // namespace
}  // namespace mongokeep::store
