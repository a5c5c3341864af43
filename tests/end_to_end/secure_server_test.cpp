// A server with passwords and TLS, and what becomes of the password.

#include <gmock/gmock.h>
#include <unistd.h>

#include "end_to_end/scene.h"
#include "support/files.h"
#include "support/tcp_proxy.h"

namespace mongokeep::test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// Fails the test where the password shows, as written or as it is meant.
void expect_no_password(const std::string& text) {
  EXPECT_THAT(text, Not(HasSubstr(Server::password)));
  EXPECT_THAT(text, Not(HasSubstr(Server::escaped_password)));
}

void expect_no_password(const ProgramResult& result) {
  expect_no_password(result.output);
  expect_no_password(result.error);
}

class SecureServer : public testing::TestWithParam<ServerKind> {
 protected:
  Server server_{GetParam(), {ServerSettings::Access::password, ServerSettings::Transport::tls}};
  Scene scene_{server_};
};

TEST_P(SecureServer, IsBackedUpOverScramAndTls) {
  scene_.insert_numbered("users", 500);
  const ProgramResult result = scene_.back_up();
  ASSERT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(documents_in(Scene::folder_of(result) / "users.json").size(), 500U);
  expect_no_password(result);
  expect_no_password(read_file(Scene::folder_of(result) / "manifest.json"));
}

TEST_P(SecureServer, RefusesAWrongPassword) {
  scene_.insert_numbered("users", 1);
  std::string uri = scene_.uri();
  uri.replace(uri.find(Server::escaped_password), std::string(Server::escaped_password).size(), "wr0ng-secret");
  const ProgramResult result = run_program(scene_.backup_call_to(uri));
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_EQ(log_of(result).size(), 1U) << result.error;
  EXPECT_THAT(result.error, HasSubstr("Check user, password and authSource"));
  EXPECT_THAT(result.error, Not(HasSubstr("wr0ng-secret")));
  EXPECT_TRUE(scene_.names_in_root().empty());
}

TEST_P(SecureServer, RefusesAUserWithoutPassword) {
  for (const char* user : {"root@", "root:@"}) {
    const std::string uri = std::string("mongodb://") + user + server_.host() + "/" + scene_.database();
    const ProgramResult result = run_program(scene_.backup_call_to(uri));
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.error, HasSubstr("it contains a user but no password"));
  }
}

TEST_P(SecureServer, RefusesAClientThatDoesNotTrustIt) {
  const std::string uri = "mongodb://" + std::string(Server::user) + ":" + Server::escaped_password + "@" +
                          server_.host() + "/" + scene_.database() +
                          "?authSource=admin&tls=true&serverSelectionTimeoutMS=500";
  const ProgramResult result = run_program(scene_.backup_call_to(uri));
  EXPECT_EQ(result.exit_code, 1);
  EXPECT_THAT(result.error, HasSubstr(server_.host()));
  expect_no_password(result);
}

TEST_P(SecureServer, SeesNoPasswordInAnyOutputWhateverFails) {
  scene_.insert_numbered("users", 1);
  const std::string uri = scene_.uri();
  const std::string broken_port = std::string("mongodb://u:") + Server::escaped_password + "@host:port/db";
  const std::string not_escaped = std::string("mongodb://u:") + Server::password + "@127.0.0.1:1/db";
  const std::string bad_option = uri + "&readPreference=never";
  const std::string unknown_option = uri + "&password=" + Server::escaped_password;
  for (const std::string& text : {broken_port, not_escaped, bad_option, unknown_option}) {
    for (const char* form : {"json", "text"}) {
      const std::string limited =
          text + (text.find('?') == std::string::npos ? "?" : "&") + "serverSelectionTimeoutMS=200";
      expect_no_password(run_program(scene_.backup_call_to(limited, {"--logFormat", form, "-v"})));
      ProgramCall by_flag = scene_.backup_call_to("", {"--logFormat", form, "--uri", limited});
      by_flag.environment.erase("MONGOKEEP_URI");
      expect_no_password(run_program(by_flag));
    }
  }
  expect_no_password(run_program(scene_.backup_call({"--db", "another"})));
  expect_no_password(run_program(scene_.backup_call({"--no-such-flag", uri})));
  expect_no_password(run_program(scene_.backup_call({"--readPreference", uri})));
  write_file(scene_.folder() / "bad.toml", "uri = \"" + uri + "\nroot = 1\n");
  expect_no_password(run_program(scene_.backup_call({"--config", (scene_.folder() / "bad.toml").string()})));
  write_file(scene_.folder() / "unknown.toml", "url = \"" + uri + "\"\n");
  expect_no_password(run_program(scene_.backup_call({"--config", (scene_.folder() / "unknown.toml").string()})));
}

TEST_P(SecureServer, IsNotNamedWithItsPasswordInTheListOfProcesses) {
  scene_.insert_numbered("users", 20000, 400);
  TcpProxy proxy(server_.port());
  proxy.pause_after(1'000'000);
  ProgramCall call = scene_.backup_call_to("", {"--uri", server_.uri_through(proxy.port(), scene_.database())});
  call.environment.erase("MONGOKEEP_URI");
  RunningProgram program(call);
  proxy.await_pause();
  const std::string title = read_file("/proc/" + std::to_string(program.pid()) + "/cmdline");
  EXPECT_THAT(title, HasSubstr("backup"));
  expect_no_password(title);
  proxy.resume();
  const ProgramResult result = program.wait();
  EXPECT_EQ(result.exit_code, 0) << result.error;
}

TEST_P(SecureServer, ReadsItsConnectionStringFromAFile) {
  scene_.insert_numbered("users", 1);
  write_file(scene_.folder() / "uri", scene_.uri() + "\n");
  ProgramCall call = scene_.backup_call_to("");
  call.environment = {{"MONGOKEEP_URI_FILE", (scene_.folder() / "uri").string()}};
  EXPECT_EQ(run_program(call).exit_code, 0);
}

INSTANTIATE_TEST_SUITE_P(FullServers, SecureServer, testing::ValuesIn(full_servers), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
