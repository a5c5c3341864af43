// No byte of a server's ends the process: a real one, whose answers are forged on the wire.

#include <gmock/gmock.h>

#include <algorithm>

#include "end_to_end/forged_answers/forged_answers.h"
#include "end_to_end/scene.h"
#include "support/wire_tap.h"

namespace mongokeep::test {
namespace {

using testing::AnyOf;
using testing::HasSubstr;

bool is_greeting(const std::string& command) {
  return command.starts_with("{ \"hello\"") || command.starts_with("{ \"isMaster\"") ||
         command.starts_with("{ \"ismaster\"");
}

class HostileServer : public testing::TestWithParam<ServerKind> {
 protected:
  HostileServer() {
    scene_.insert_numbered("users", 300);
    scene_.client().create_index(scene_.database(), "users", R"({"key": {"text": 1}, "name": "by_text"})");
  }

  /// How a command is called, and with what, on an address.
  using Call = std::function<ProgramCall(const std::string& uri)>;

  Call backup() const {
    return [this](const std::string& uri) { return scene_.backup_call_to(uri); };
  }
  Call another(const std::string& command, const std::vector<std::string>& more) const {
    return [this, command, more](const std::string& uri) {
      ProgramCall call = scene_.backup_call_to(uri, more);
      call.arguments.front() = command;
      return call;
    };
  }

  /// Runs the program on a server whose answers are forged, and expects it to end by itself.
  static ProgramResult run_on_forged(const Server& server, const std::string& database, const Call& call,
                                     const WireTap::Forge& forge) {
    WireTap tap(server.port(), nullptr, nullptr, forge);
    const ProgramResult result = run_program(call(server.uri_through(tap.port(), database) + waiting_limits));
    EXPECT_FALSE(result.signal.has_value()) << *result.signal << "\n" << result.error;
    return result;
  }
  static void expect_a_few(int count, const ProgramResult& result) {
    EXPECT_GT(count, 0) << "the program does not send it: " << result.error;
    EXPECT_LT(count, 40) << "the program asks again and again";
  }
  static void expect_refusal(const ProgramResult& result) {
    EXPECT_THAT(result.error, HasSubstr(" is not valid: "));
    EXPECT_EQ(result.exit_code, 1);
  }

  /// Forges the answers to all commands of this name, and expects the program to end by itself.
  void expect_survival(const Call& call, const std::string& command, const std::vector<ForgedAnswer>& forged) {
    for (const ForgedAnswer& one : forged) {
      SCOPED_TRACE(command + ": " + one.name);
      int count = 0;
      const ProgramResult result = run_on_forged(
          server_, scene_.database(), call,
          [&](const std::string& text, const WireMessage& answer) -> std::optional<std::string> {
            const bool is_meant = command == "hello" ? is_greeting(text) : text.starts_with("{ \"" + command + "\"");
            if (!is_meant) return std::nullopt;
            ++count;
            return one.forge(answer);
          });
      expect_a_few(count, result);
      if (one.verdict == ForgedAnswer::Verdict::any || !result.exit_code) continue;
      EXPECT_THAT(*result.exit_code, AnyOf(1, 3, 4)) << result.error;
      if (one.verdict == ForgedAnswer::Verdict::failed) continue;
      EXPECT_THAT(result.output + result.error, HasSubstr(" is not valid: "));
    }
  }

  static constexpr const char* waiting_limits = "&serverSelectionTimeoutMS=400&connectTimeoutMS=10000";

  Server& server_{shared_server(GetParam())};
  Scene scene_{server_};
};

/// A few of each, for commands that come late.
std::vector<ForgedAnswer> some_of(const std::vector<ForgedAnswer>& all, std::size_t step) {
  std::vector<ForgedAnswer> some;
  for (std::size_t i = 0; i < all.size(); i += step) some.push_back(all[i]);
  return some;
}

/// The same, where the program need not fail by them.
std::vector<ForgedAnswer> harmless(std::vector<ForgedAnswer> forged) {
  for (ForgedAnswer& one : forged) one.verdict = ForgedAnswer::Verdict::any;
  return forged;
}

TEST_P(HostileServer, EndsNoBackupByItsFirstMessage) {
  expect_survival(backup(), "hello", forged_messages());
}

TEST_P(HostileServer, EndsNoBackupByWhatItSaysOfItself) {
  expect_survival(backup(), "hello", forged_greetings());
}

TEST_P(HostileServer, EndsNoBackupByAnyMessage) {
  expect_survival(backup(), "buildInfo", forged_messages());
}

TEST_P(HostileServer, EndsNoBackupByItsListOfCollections) {
  expect_survival(backup(), "listCollections", forged_cursors());
  expect_survival(backup(), "listCollections", some_of(forged_messages(), 5));
}

TEST_P(HostileServer, EndsNoBackupByItsListOfIndexes) {
  expect_survival(backup(), "listIndexes", forged_cursors());
  expect_survival(backup(), "listIndexes", some_of(forged_messages(), 5));
}

TEST_P(HostileServer, EndsNoBackupByItsDocuments) {
  expect_survival(backup(), "find", forged_messages());
}

TEST_P(HostileServer, EndsNoBackupByAnyBatch) {
  expect_survival(backup(), "find", forged_cursors());
  expect_survival(backup(), "getMore", forged_cursors());
  expect_survival(backup(), "getMore", some_of(forged_messages(), 5));
}

TEST_P(HostileServer, EndsNoBackupByItsFarewell) {
  expect_survival(backup(), "endSessions", harmless(some_of(forged_messages(), 7)));
}

TEST_P(HostileServer, EndsNoLogin) {
  Server guarded(GetParam(), {ServerSettings::Access::password, ServerSettings::Transport::plain});
  for (const char* step : {"saslStart", "saslContinue"}) {
    for (const ForgedAnswer& one : forged_logins()) {
      SCOPED_TRACE(std::string(step) + ": " + one.name);
      int count = 0;
      const ProgramResult result =
          run_on_forged(guarded, "shop", backup(),
                        [&](const std::string& text, const WireMessage& answer) -> std::optional<std::string> {
                          // Else the first step is part of the greeting.
                          if (is_greeting(text)) return without_early_login(answer);
                          if (!text.starts_with(std::string("{ \"") + step + "\"")) return std::nullopt;
                          ++count;
                          return one.forge(answer);
                        });
      expect_a_few(count, result);
      if (one.verdict != ForgedAnswer::Verdict::any) expect_refusal(result);
    }
  }
}

TEST_P(HostileServer, EndsNoRestore) {
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const Call restore = another("restore", {"latest", "--drop"});
  expect_survival(restore, "insert", forged_writes());
  expect_survival(restore, "insert", some_of(forged_messages(), 4));
  expect_survival(restore, "create", some_of(forged_messages(), 9));
  expect_survival(restore, "createIndexes", some_of(forged_messages(), 9));
  expect_survival(restore, "hello", some_of(forged_messages(), 9));
  expect_survival(restore, "hello", some_of(forged_greetings(), 3));
}

TEST_P(HostileServer, EndsNoVerification) {
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const Call verify = [this](const std::string& uri) {
    ProgramCall call;
    call.arguments = {"verify", "latest", "--root", scene_.root().string(), "--against", uri};
    return call;
  };
  expect_survival(verify, "find", forged_cursors());
  expect_survival(verify, "listCollections", some_of(forged_cursors(), 3));
  expect_survival(verify, "listIndexes", some_of(forged_cursors(), 3));
  expect_survival(verify, "hello", some_of(forged_messages(), 9));
}

TEST_P(HostileServer, EndsNoCheck) {
  const Call check = another("check", {});
  expect_survival(check, "hello", some_of(forged_messages(), 5));
  expect_survival(check, "ping", some_of(forged_messages(), 5));
  // What else is looked at may be left unknown.
  expect_survival(check, "connectionStatus", harmless(some_of(forged_messages(), 5)));
  expect_survival(check, "find", harmless(some_of(forged_cursors(), 2)));
  expect_survival(check, "dbStats", harmless(some_of(forged_messages(), 9)));
}

TEST_P(HostileServer, IsRefusedInCompressedMessagesAsWell) {
  for (const char* compressor : {"zstd", "zlib", "snappy"}) {
    SCOPED_TRACE(compressor);
    int compressed = 0;
    /// What is done about compressed answers; the others stay.
    const auto back_up = [&](const std::function<std::optional<std::string>(const WireMessage&)>& forge) {
      const Call call = [&](const std::string& uri) {
        return scene_.backup_call_to(uri + "&compressors=" + compressor);
      };
      return run_on_forged(server_, scene_.database(), call,
                           [&](const std::string&, const WireMessage& answer) -> std::optional<std::string> {
                             if (answer.opcode != 2012) return std::nullopt;
                             ++compressed;
                             return forge(answer);
                           });
    };
    const ProgramResult whole = back_up([](const WireMessage&) { return std::nullopt; });
    EXPECT_EQ(whole.exit_code, 0) << whole.error;
    EXPECT_GT(compressed, 0);
    EXPECT_EQ(documents_in(Scene::folder_of(whole) / "users.json").size(), 300U);
    for (const ForgedAnswer& one : forged_compressions()) {
      SCOPED_TRACE(one.name);
      expect_refusal(back_up(one.forge));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Rust, HostileServer, testing::Values(ServerKind::secantus_rust), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
