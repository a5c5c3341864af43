// Uploads that ask that nothing of their name be there.

#include <gmock/gmock.h>

#include <thread>

#include "store/store_scene.h"
#include "support/rclone.h"
#include "support/s3_store.h"
#include "support/store_proxy.h"

namespace mongokeep {
namespace {

using testing::ElementsAre;
using Kind = test::StoreFault::Kind;

class ConditionalUpload_rclone_versitygw : public testing::Test {
 protected:
  ConditionalUpload_rclone_versitygw() {
    auto& s3 = dynamic_cast<test::S3Store&>(scene_.store());
    proxy_ = std::make_unique<test::StoreProxy>(s3.port());
    test::write_rclone_config(scene_.config(), s3.rclone_section(test::S3Store::User::owner, proxy_->port()));
    scene_.make_backup("20th_Feb_2024", {{"users.json", "[\n1\n]\n"}, {"orders.json", "[\n2\n]\n"}});
  }

  test::StoreScene scene_{std::make_unique<test::S3Store>()};
  std::unique_ptr<test::StoreProxy> proxy_;
};

TEST_F(ConditionalUpload_rclone_versitygw, ThatFindsItselfInItsWayHasArrived) {
  // The store has it, and its answer is lost: what tries again is told that something is there.
  proxy_->add({.kind = Kind::lose_answer, .method = "PUT", .path_part = "users.json", .times = 1});
  proxy_->add({.kind = Kind::lose_answer, .method = "PUT", .path_part = "manifest.json", .times = 1});
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
}

TEST_F(ConditionalUpload_rclone_versitygw, IsMadeWithoutWhereTheStoreKnowsNoConditions) {
  proxy_->add({.kind = Kind::answer, .method = "PUT", .path_part = "20th_Feb_2024/", .status = 501, .times = 2});
  EXPECT_THAT(scene_.outcomes(scene_.push()), ElementsAre("20th_Feb_2024 arrived"));
}

TEST_F(ConditionalUpload_rclone_versitygw, PutsNothingInThePlaceOfAnother) {
  // rclone has looked, and found nothing; before it uploads, another machine puts a file there.
  proxy_->add({.kind = Kind::stall, .method = "GET", .path_part = "20th_Feb_2024", .after = 1, .times = 1});
  std::vector<std::string> outcomes;
  std::thread pushing([&] { outcomes = scene_.outcomes(scene_.push()); });
  proxy_->await_stall();
  const std::filesystem::path direct = scene_.room() / "direct.conf";
  test::write_rclone_config(direct, scene_.store().rclone_section());
  test::write_file(scene_.room() / "other", "[\n9\n]\n");
  EXPECT_EQ(test::run_rclone(direct,
                             {"copyto", scene_.room() / "other", scene_.store().remote() + "/20th_Feb_2024/users.json"})
                .exit_code,
            0);
  proxy_->release();
  pushing.join();
  EXPECT_EQ(test::read_file(scene_.shipped("20th_Feb_2024/users.json")), "[\n9\n]\n");
  EXPECT_THAT(outcomes, ElementsAre(testing::StartsWith("20th_Feb_2024 failed: ")));
  EXPECT_FALSE(std::filesystem::exists(scene_.shipped("20th_Feb_2024/manifest.json")));
}

}  // namespace
}  // namespace mongokeep
