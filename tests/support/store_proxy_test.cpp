#include "support/store_proxy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "support/files.h"
#include "support/rclone.h"
#include "support/s3_store.h"
#include "support/temp_dir.h"

namespace mongokeep::test {
namespace {

using testing::HasSubstr;
using Kind = StoreFault::Kind;

/// A store behind the proxy, with one object in it: users.bson.
class StoreProxyTest : public testing::Test {
 protected:
  void SetUp() override {
    write_rclone_config(config(), store_.rclone_section(S3Store::User::owner, proxy_.port()));
    std::filesystem::create_directory(source());
    write_file(source() / "users.bson", content_);
    const RcloneResult put = run({"copy", source().string(), store_.remote()});
    ASSERT_EQ(put.exit_code, 0) << put.error;
    write_file(source() / "orders.bson", content_);
  }

  std::filesystem::path config() const { return room_.path() / "rclone.conf"; }
  std::filesystem::path source() const { return room_.path() / "source"; }
  std::filesystem::path stored() const { return store_.folder() / "orders.bson"; }

  RcloneResult run(std::vector<std::string> arguments) const { return run_rclone(config(), std::move(arguments)); }
  /// Ships orders.bson.
  RcloneResult ship(std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"copy", source().string(), store_.remote()};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
  RcloneResult read(std::vector<std::string> more = {}) const {
    std::vector<std::string> arguments{"cat", store_.remote() + "/users.bson"};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return run(arguments);
  }
  /// The requests for objects' contents.
  std::vector<StoreExchange> exchanges(const std::string& method, const std::string& part) const {
    std::vector<StoreExchange> found = proxy_.exchanges();
    std::erase_if(found, [&](const StoreExchange& exchange) {
      return exchange.method != method || exchange.target.find(part) == std::string::npos;
    });
    return found;
  }

  const std::string content_ = std::string(300000, 'u') + "end";
  TempDir room_;
  S3Store store_;
  StoreProxy proxy_{store_.port()};
};

using StoreProxyTest_rclone_versitygw = StoreProxyTest;

TEST_F(StoreProxyTest_rclone_versitygw, PassesEverythingAndCounts) {
  EXPECT_EQ(read().output, content_);
  EXPECT_EQ(read({"--offset", "1000", "--count", "50"}).output, content_.substr(1000, 50));
  const std::vector<StoreExchange> puts = exchanges("PUT", "users.bson");
  ASSERT_EQ(puts.size(), 1U);
  EXPECT_EQ(puts.front().status, 200);
  EXPECT_EQ(puts.front().sent, content_.size());
  const std::vector<StoreExchange> gets = exchanges("GET", "users.bson");
  ASSERT_EQ(gets.size(), 2U);
  EXPECT_EQ(gets[0].received, content_.size());
  EXPECT_EQ(gets[1].range, "bytes=1000-1049");
  EXPECT_EQ(gets[1].status, 206);
  EXPECT_EQ(gets[1].received, 50U);
}

TEST_F(StoreProxyTest_rclone_versitygw, AnswersInsteadOfTheStore) {
  for (const int status : {403, 412, 500, 503, 507}) {
    proxy_.clear();
    proxy_.add({.kind = Kind::answer, .method = "PUT", .path_part = "orders", .status = status});
    const RcloneResult refused = ship();
    EXPECT_EQ(refused.exit_code, 1);
    EXPECT_THAT(refused.error, HasSubstr("StatusCode: " + std::to_string(status)));
    EXPECT_FALSE(std::filesystem::exists(stored()));
  }
  proxy_.clear();
  EXPECT_EQ(ship().exit_code, 0);
  EXPECT_EQ(read_file(stored()), content_);
}

TEST_F(StoreProxyTest_rclone_versitygw, FailsSoManyTimesAfterSoMany) {
  proxy_.add({.kind = Kind::answer, .method = "GET", .path_part = "users", .status = 403, .after = 1, .times = 1});
  EXPECT_EQ(read().output, content_);
  EXPECT_THAT(read().error, HasSubstr("403"));
  EXPECT_EQ(read().output, content_);
}

TEST_F(StoreProxyTest_rclone_versitygw, CutsRequests) {
  proxy_.add({.kind = Kind::cut_request, .method = "PUT", .path_part = "orders", .bytes = 5000});
  EXPECT_EQ(ship().exit_code, 5);
  EXPECT_FALSE(std::filesystem::exists(stored()));
  const std::vector<StoreExchange> puts = exchanges("PUT", "orders");
  ASSERT_FALSE(puts.empty());
  EXPECT_EQ(puts.front().sent, 5000U);
  EXPECT_EQ(puts.front().status, 0);
}

TEST_F(StoreProxyTest_rclone_versitygw, CutsAnswers) {
  proxy_.add({.kind = Kind::cut_answer, .method = "GET", .path_part = "users", .bytes = 1000, .times = 1});
  // rclone goes on behind the cut.
  EXPECT_EQ(read().output, content_);
  EXPECT_EQ(exchanges("GET", "users").back().range, "bytes=1000-" + std::to_string(content_.size() - 1));
  proxy_.clear();
  proxy_.add({.kind = Kind::cut_answer, .method = "GET", .path_part = "users", .bytes = 1000});
  const RcloneResult torn = read();
  EXPECT_EQ(torn.exit_code, 5);
  EXPECT_LT(torn.output.size(), content_.size());
}

TEST_F(StoreProxyTest_rclone_versitygw, FlipsAByteOnceOrAlways) {
  std::string wrong = content_;
  wrong[2000] = static_cast<char>(wrong[2000] ^ 1);
  proxy_.add({.kind = Kind::flip, .method = "GET", .path_part = "users", .bytes = 2000, .times = 1});
  EXPECT_EQ(read().output, wrong);
  EXPECT_EQ(read().output, content_);
  proxy_.add({.kind = Kind::flip, .method = "GET", .path_part = "users", .bytes = 2000});
  EXPECT_EQ(read().output, wrong);
  EXPECT_EQ(read().output, wrong);
}

TEST_F(StoreProxyTest_rclone_versitygw, DropsWhatItHasAccepted) {
  proxy_.add({.kind = Kind::drop, .method = "PUT", .path_part = "orders"});
  // rclone believes it if it does not look.
  EXPECT_EQ(ship({"--s3-no-head"}).exit_code, 0);
  EXPECT_FALSE(std::filesystem::exists(stored()));
  EXPECT_EQ(ship().exit_code, 4);
}

TEST_F(StoreProxyTest_rclone_versitygw, LosesAnAnswer) {
  proxy_.add({.kind = Kind::lose_answer, .method = "PUT", .path_part = "orders", .times = 1});
  const RcloneResult lost = ship({"--header-upload", "If-None-Match: *"});
  // The second try meets what the first has done.
  EXPECT_EQ(lost.exit_code, 1);
  EXPECT_THAT(lost.error, HasSubstr("PreconditionFailed"));
  EXPECT_EQ(read_file(stored()), content_);
}

TEST_F(StoreProxyTest_rclone_versitygw, HoldsAnAnswerBack) {
  proxy_.add({.kind = Kind::stall, .method = "GET", .path_part = "users", .times = 1});
  RcloneResult late;
  std::thread reader([&] { late = read(); });
  proxy_.await_stall();
  ASSERT_EQ(exchanges("GET", "users.bson").size(), 1U);
  EXPECT_EQ(exchanges("GET", "users.bson").front().status, 0);
  proxy_.release();
  reader.join();
  EXPECT_EQ(late.output, content_);
}

}  // namespace
}  // namespace mongokeep::test
