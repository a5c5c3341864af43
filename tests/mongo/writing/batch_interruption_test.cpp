// Batches on a network that breaks, and on a server that does.

#include <gmock/gmock.h>

#include <atomic>
#include <thread>

#include "mongo/writing/write_target.h"
#include "mongokeep/error.h"
#include "support/tcp_proxy.h"
#include "support/wire_tap.h"

namespace mongokeep::mongo {
namespace {

using test::ServerKind;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Why = Refusal::Why;

/// A way to the server that breaks. The driver repeats nothing by itself, so that what is repeated is ours.
class BatchInterruption : public testing::TestWithParam<ServerKind> {
 protected:
  /// Cuts the connection in the answer to the next command, which the server has carried out then.
  BatchResult write_with_a_cut(const DocumentBatch& batch, WriteMode mode = WriteMode::insert) {
    target_.write(batch_of({numbered(1000)}));
    proxy_.cut_after(1);
    const BatchResult result = target_.write(batch, mode);
    proxy_.await_cut();
    return result;
  }

  test::Server& server_ = test::shared_server(GetParam());
  test::TcpProxy proxy_{server_.port()};
  WriteTarget target_{server_, with_option(server_.uri_through(proxy_.port()), "retryWrites=false")};
};

TEST_P(BatchInterruption, CountsAsInsertedWhatTheFirstTryBroughtIn) {
  const BatchResult result = write_with_a_cut(batch_of({numbered(1), numbered(2), numbered(3)}));
  EXPECT_EQ(result.inserted, 3U);
  EXPECT_THAT(result.refusals, IsEmpty());
  EXPECT_EQ(target_.stored_bytes().size(), 4U);
}

TEST_P(BatchInterruption, StillTellsADocumentThatIsAnother) {
  target_.insert(R"({"_id": 2, "old": true})");
  const BatchResult result = write_with_a_cut(batch_of({numbered(1), numbered(2), numbered(3)}));
  EXPECT_EQ(result.inserted, 2U);
  EXPECT_THAT(result.refusals, ElementsAre(IsRefusal(1, Why::duplicate_key)));
}

TEST_P(BatchInterruption, MissingOnlyTellsWhatWasThereFromWhatItBroughtIn) {
  target_.insert(R"({"_id": 2, "old": true})");
  const BatchResult result =
      write_with_a_cut(batch_of({numbered(1), numbered(2), numbered(3)}), WriteMode::missing_only);
  EXPECT_EQ(result.inserted, 2U);
  EXPECT_EQ(result.present, 1U);
}

TEST_P(BatchInterruption, UpsertIsRepeated) {
  const BatchResult result = write_with_a_cut(batch_of({numbered(1), numbered(2)}), WriteMode::upsert);
  EXPECT_EQ(result.inserted + result.replaced, 2U);
  EXPECT_EQ(target_.stored_bytes().size(), 3U);
}

TEST_P(BatchInterruption, DoesNotGuessWithoutAnId) {
  try {
    write_with_a_cut(batch_of({R"({"x": 1})", R"({"x": 2})"}));
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::connection);
    EXPECT_THAT(error.hint(), HasSubstr("2 documents"));
  }
  EXPECT_EQ(target_.stored_bytes().size(), 3U);
}

TEST_P(BatchInterruption, StopsWhileItWaitsForTheServer) {
  std::stop_source source;
  target_.context().stop = source.get_token();
  target_.write(batch_of({numbered(1)}));
  proxy_.refuse_connections();
  proxy_.cut_after(0);
  std::jthread stopper([&] {
    proxy_.await_cut();
    source.request_stop();
  });
  EXPECT_THROW(target_.write(batch_of({numbered(2)})), Error);
}

INSTANTIATE_TEST_SUITE_P(EveryServer, BatchInterruption, testing::ValuesIn(test::every_server), test::NameOfServer());

/// A server that the driver asks once more by itself, and that does not know of the first time: it was killed.
class BatchForgotten : public testing::TestWithParam<ServerKind> {};

TEST_P(BatchForgotten, CountsAsInsertedWhatTheDriversOwnFirstTryBroughtIn) {
  test::Server& server = test::shared_server(GetParam());
  int inserts = 0;
  const auto is_insert = [](const std::string& command) { return command.starts_with(R"({ "insert")"); };
  const test::WireTap::Judge forgets = [&](const std::string& command) -> test::WireTap::Verdict {
    if (!is_insert(command) || ++inserts == 1) return {};
    return {test::WireTap::Course::answer,
            R"({"ok": 1, "n": 1, "writeErrors": [{"index": 0, "code": 11000, "errmsg": "E11000 dup key: { _id: 1 }"},
                {"index": 1, "code": 11000, "errmsg": "E11000 dup key: { _id: 2 }"}]})"};
  };
  const test::WireTap::Edit breaks = [&](const std::string& command, const std::string&) -> std::optional<std::string> {
    if (!is_insert(command) || inserts != 1) return std::nullopt;
    return R"({"ok": 0, "code": 91, "errmsg": "shutdown in progress", "errorLabels": ["RetryableWriteError"]})";
  };
  test::WireTap tap(server.port(), forgets, breaks);
  WriteTarget target(server, with_option(server.uri_through(tap.port()), "retryWrites=true"));
  const BatchResult result = target.write(batch_of({numbered(1), numbered(2), numbered(3)}));
  EXPECT_EQ(inserts, 2) << "the driver tries again by itself";
  EXPECT_EQ(result.inserted, 3U);
  EXPECT_THAT(result.refusals, IsEmpty());
}

TEST_P(BatchForgotten, IsNoBatchBesideWhichTheDriverAsksForSomethingElse) {
  test::Server& server = test::shared_server(GetParam());
  std::atomic<bool> is_asked = false;
  test::WireTap tap(server.port(), [&](const std::string& command) -> test::WireTap::Verdict {
    is_asked = is_asked || command.starts_with(R"({ "ping")");
    return {};
  });
  // The driver asks a connection that has rested for a millisecond whether it still stands.
  WriteTarget target(server, with_option(server.uri_through(tap.port()), "socketCheckIntervalMS=1"));
  target.insert(numbered(1));
  constexpr int most_writes = 1000;
  for (int writes = 0; !is_asked && writes < most_writes; ++writes) {
    std::this_thread::sleep_for(std::chrono::milliseconds(2));  // the rest itself, which nothing but time brings about
    const BatchResult result = target.write(batch_of({numbered(1)}));
    EXPECT_EQ(result.inserted, 0U);
    EXPECT_THAT(result.refusals, ElementsAre(IsRefusal(0, Why::duplicate_key)));
  }
  EXPECT_TRUE(is_asked);
}

TEST_P(BatchForgotten, IsNoBatchThatWeSayInOtherWords) {
  test::Server& server = test::shared_server(GetParam());
  test::WireTap tap(server.port(), [](const std::string& command) -> test::WireTap::Verdict {
    if (command.find("bypassEmptyTsReplacement") == std::string::npos) return {};
    return {test::WireTap::Course::answer, R"({"ok": 0, "code": 40415, "errmsg": "unknown field"})"};
  });
  WriteTarget target(server, server.uri_through(tap.port()));
  const std::string stamped = R"({"_id": 1, "at": {"$timestamp": {"t": 0, "i": 0}}})";
  EXPECT_EQ(target.write(batch_of({stamped})).inserted, 1U);
  EXPECT_THAT(target.write(batch_of({stamped})).refusals, ElementsAre(IsRefusal(0, Why::duplicate_key)));
}

INSTANTIATE_TEST_SUITE_P(Rust, BatchForgotten, testing::Values(ServerKind::secantus_rust), test::NameOfServer());

/// The one server that answers some values by breaking off the connection.
class BatchThatBreaksAServer : public testing::TestWithParam<ServerKind> {
 protected:
  WriteTarget target_{test::shared_server(GetParam())};
};

TEST_P(BatchThatBreaksAServer, FindsTheDocumentAtWhichTheServerBreaksOff) {
  const BatchResult result = target_.write(batch_of(
      {numbered(1), R"({"_id": 2, "d": {"$numberDecimal": "1"}})", numbered(3), R"({"_id": 4, "m": {"$minKey": 1}})"}));
  EXPECT_EQ(result.inserted, 2U);
  EXPECT_THAT(result.refusals, ElementsAre(IsRefusal(1, Why::other), IsRefusal(3, Why::other)));
  EXPECT_THAT(result.refusals.at(0).reason, HasSubstr("drops the connection"));
}

INSTANTIATE_TEST_SUITE_P(FerretDb, BatchThatBreaksAServer, testing::Values(ServerKind::ferretdb), test::NameOfServer());

}  // namespace
}  // namespace mongokeep::mongo
