// One secret through every path that fails: it shows nowhere, in no case and no form.

#include <gmock/gmock.h>
#include <unistd.h>

#include "end_to_end/daemon_scene.h"
#include "support/canary.h"
#include "support/http_receiver.h"
#include "support/loopback.h"
#include "support/wire_tap.h"

namespace mongokeep::test {
namespace {

using testing::HasSubstr;

/// Each of its pieces is a secret of its own where the driver takes the string apart at a wrong place.
const std::string canary = "KaNarie/VoGel@GeLbe&FeDer";
const std::string escaped_canary = "KaNarie%2FVoGel%40GeLbe%26FeDer";

void expect_no_canary(const std::string& text, const std::string& place) {
  for (const std::string piece : {"KaNarie", "VoGel", "GeLbe", "FeDer"}) expect_no_trace(text, piece, place);
  expect_no_trace(text, canary, place);
}

void expect_no_canary(const ProgramResult& result, const std::string& place) {
  expect_no_canary(result.output, place);
  expect_no_canary(result.error, place);
}

class Secrets : public DaemonTest {
 protected:
  /// The command in every form of its output.
  void expect_silent(const std::string& command, const std::string& uri, const std::vector<std::string>& more = {}) {
    for (const std::vector<std::string>& form : std::vector<std::vector<std::string>>{
             {"--logFormat", "json", "-v"}, {"--logFormat", "text"}, {"--json", "-v"}, {}}) {
      ProgramCall call = scene_.backup_call_to(uri, more);
      call.arguments.front() = command;
      call.arguments.insert(call.arguments.end(), form.begin(), form.end());
      call.screen = form.empty() ? ChildSettings::Screen::terminal : ChildSettings::Screen::pipe;
      expect_no_canary(run_program(call), command + " " + uri);
    }
  }

  std::string file(const std::string& name, const std::string& text) {
    write_file(scene_.folder() / name, text);
    return (scene_.folder() / name).string();
  }
};

TEST_P(Secrets, OfAConnectionStringShowNowhereWhateverIsWrongWithIt) {
  const std::string closed = "127.0.0.1:" + std::to_string(unused_port());
  for (const std::string& uri : {
           "mongodb://u:" + escaped_canary + "@" + closed + "/db",
           "mongodb://u:" + canary + "@" + closed + "/db",
           "mongodb://u:x@KaNarie/VoGel?GeLbe=1&FeDer@" + closed + "/db",
           "mongodb://u:x@KaNarie/VoGel?GeLbe=FeDer@" + closed + "/db",
           "mongodb://u:x?KaNarie=VoGel@" + closed + "/db",
           "mongodb://u:" + escaped_canary + "/db",
           "mongodb://u:" + escaped_canary + "@host:port/db",
           "mongodb://u:" + escaped_canary + "@[::1/db",
           "mongodb://u:" + escaped_canary + "%@" + closed + "/db",
           "mongo://u:" + escaped_canary + "@" + closed + "/db",
           "u:" + escaped_canary + "@" + closed + "/db",
           "mongodb://u:" + escaped_canary + "@" + closed + "/db?readPreference=" + escaped_canary,
           "mongodb://" + closed + "/db?tls=true&tlsCertificateKeyFilePassword=" + escaped_canary,
           "mongodb://u:p@" + closed + "/db?authMechanismProperties=AWS_SESSION_TOKEN:" + escaped_canary,
           "mongodb://" + closed + "/db?proxyHost=h&proxyPassword=" + escaped_canary,
       }) {
    const std::string limit = uri.find('?') == std::string::npos ? "?" : "&";
    expect_silent("backup", uri + limit + "serverSelectionTimeoutMS=100");
  }
}

TEST_P(Secrets, OfTheConnectionStringOfOtherCommandsShowNowhere) {
  const std::string closed = "127.0.0.1:" + std::to_string(unused_port());
  const std::string uri = "mongodb://u:" + escaped_canary + "@" + closed + "/db?serverSelectionTimeoutMS=100";
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  expect_silent("restore", uri, {"latest"});
  expect_silent("check", uri);
  expect_silent("verify", "", {"latest", "--against", uri});
  expect_silent("verify", uri, {"latest", "--drill"});
  expect_silent("run", uri, {"--once", "backup"});
  expect_silent("list", uri);
}

TEST_P(Secrets, InWrongPlacesShowNowhere) {
  const std::string uri = "mongodb://u:" + escaped_canary + "@127.0.0.1:1/db";
  expect_silent("backup", "", {"--no-such-flag", uri});
  expect_silent("backup", "", {uri});
  expect_silent("backup", "", {"--readPreference", uri});
  expect_silent("backup", "", {"--password", canary});
  expect_silent("backup", "", {"--password=" + canary});
  expect_silent("backup", "", {"-p" + canary});
  expect_silent("show", "", {uri});
  expect_silent("backup", "", {"--config", file("line.toml", "uri = \"" + uri + "\nroot = 1\n")});
  expect_silent("backup", "", {"--config", file("key.toml", "\"" + uri + "\" = 1\n")});
  expect_silent("backup", "", {"--config", file("type.toml", "uri = [\"" + uri + "\"]\n")});
  expect_silent("backup", "", {"--config", file("later.toml", "uri = \"" + uri + "\"\nlog_format = \"yaml\"\n")});
  expect_silent("backup", "", {"--config", file("hook.toml", "hooks.ping_url = \"ftp://h/" + canary + "\"\n")});
}

TEST_P(Secrets, OfKeyFilesShowNowhere) {
  expect_silent("backup", scene_.uri(), {"--recipientsFile", file("recipients", canary + "\n")});
  expect_silent("backup", scene_.uri(), {"--passphraseFile", file("passphrase", canary + "\n")});
  expect_silent("cat", "", {"latest", "users", "--identity", file("identity", canary + "\n")});
  expect_silent("cat", "", {"latest", "users", "--passphraseFile", file("another", "another " + canary + "\n")});
}

/// A server that says the password back in its refusal, at every place that the end of the driver's buffer can have.
TEST_P(Secrets, AreNotShownWhereAServerRepeatsThem) {
  std::string said;
  const WireTap tap(server_.port(), [&](const std::string& command) {
    if (command.find("\"saslStart\"") == std::string::npos) return WireTap::Verdict{};
    return WireTap::Verdict{WireTap::Course::answer, said};
  });
  const std::string uri = "mongodb://u:" + escaped_canary + "@127.0.0.1:" + std::to_string(tap.port()) + "/" +
                          scene_.database() + "?directConnection=true&serverSelectionTimeoutMS=2000";
  for (const std::string& form : forms_of(canary)) {
    for (std::size_t before = 440; before < 504; before += form == canary ? 4 : 21) {
      const Json reason = std::string(before, '.') + form + std::string(90, '.');
      said = R"({"ok": 0, "code": 18, "codeName": "AuthenticationFailed", "errmsg": )" + reason.dump() + "}";
      const ProgramResult result = run_program(scene_.backup_call_to(uri, {"--logFormat", "json", "-v"}));
      EXPECT_EQ(result.exit_code, 1);
      EXPECT_THAT(result.error, HasSubstr("...")) << "the server was heard";
      expect_no_canary(result, form);
    }
  }
}

TEST_P(Secrets, OfHooksAreNotInWhatACommandPrints) {
  HttpReceiver receiver({HttpAnswer{.status = 404}});
  ProgramCall call = this->call(never_soon, never_soon);
  call.arguments.insert(call.arguments.end(), {"--once", "backup", "-v", "--logFormat", "json"});
  const std::string url = receiver.address("/kaNarie-VoGel-GeLbe-FeDer");
  call.environment["MONGOKEEP_HOOKS_PING_URL"] = url;
  call.environment["MONGOKEEP_HOOKS_ON_SUCCESS"] =
      "head -c 4000 /dev/zero | tr '\\0' .; echo 404: " + url + "; head -c 60 /dev/zero | tr '\\0' .; exit 1";
  const ProgramResult result = run_program(call);
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_THAT(result.error, HasSubstr("the command ended with exit code 1"));
  expect_no_trace(result.error, "kaNarie-VoGel-GeLbe-FeDer", "the log");
  expect_no_trace(result.error, "GeLbe-FeDer", "the log");
}

/// A child that runs as root may read what the system keeps of its parent.
TEST_P(Secrets, AreNotInTheEnvironmentThatAHooksCommandCanReadOfItsParent) {
  const std::filesystem::path seen = scene_.folder() / "seen";
  HttpReceiver receiver;
  ProgramCall call = this->call(never_soon, never_soon);
  call.arguments.insert(call.arguments.end(), {"--once", "backup"});
  call.environment["MONGOKEEP_HOOKS_PING_URL"] = receiver.address("/KaNarie-0123456789");
  call.environment["MONGOKEEP_HOOKS_DRILL_PING_URL"] = receiver.address("/VoGel-0123456789");
  call.environment["MONGOKEEP_HOOKS_CLEANUP_PING_URL"] = receiver.address("/GeLbe-0123456789");
  call.environment["MONGOKEEP_HOOKS_ON_FAILURE"] = "echo FeDer-0123456789";
  call.environment["MONGOKEEP_DRILL_URI"] = "mongodb://u:" + escaped_canary + "@127.0.0.1:1/db";
  call.environment["MONGOKEEP_HOOKS_ON_SUCCESS"] =
      "cat /proc/$PPID/environ /proc/$PPID/cmdline /proc/self/environ > " + seen.string();
  const ProgramResult result = run_program(call);
  ASSERT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(receiver.requests().size(), 2U) << "the address is known all the same";
  const std::string text = read_file(seen);
  EXPECT_THAT(text, HasSubstr("MONGOKEEP_HOOKS_PING_URL=***"));
  EXPECT_THAT(text, HasSubstr("MKHOOK_TASK=backup"));
  expect_no_canary(text, "the environment");
}

// Nothing here is a matter of the server.
INSTANTIATE_TEST_SUITE_P(OneServer, Secrets, testing::Values(ServerKind::secantus_wheel), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
