#include "support/store.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/files.h"
#include "support/rclone.h"
#include "support/s3_store.h"
#include "support/sftp_store.h"
#include "support/temp_dir.h"

namespace mongokeep::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

/// Shorter than any real wait: rclone is told to try a dead store once.
const std::vector<std::string> without_patience{"--low-level-retries", "1", "--contimeout", "10s"};

class StoreScene {
 public:
  explicit StoreScene(const std::string& section) {
    write_rclone_config(config(), section);
    std::filesystem::create_directory(source());
    write_file(source() / "users.bson", content);
  }

  std::filesystem::path config() const { return room_.path() / "rclone.conf"; }
  std::filesystem::path source() const { return room_.path() / "source"; }
  std::filesystem::path room() const { return room_.path(); }

  RcloneResult run(std::vector<std::string> arguments) const { return run_rclone(config(), std::move(arguments)); }

  const std::string content = std::string(100000, 'u') + '\0' + "end";

 private:
  TempDir room_;
};

class EveryStore : public testing::TestWithParam<StoreKind> {
 protected:
  std::unique_ptr<Store> store_ = make_store(GetParam());
  StoreScene scene_{store_->rclone_section()};
};

TEST_P(EveryStore, GivesBackWhatWasPutThere) {
  EXPECT_EQ(mode_of(scene_.config()), 0600U);
  const RcloneResult there = scene_.run({"copy", scene_.source().string(), store_->remote()});
  ASSERT_EQ(there.exit_code, 0) << there.error;
  EXPECT_EQ(read_file(store_->folder() / "users.bson"), scene_.content);
  const RcloneResult back = scene_.run({"copy", store_->remote(), (scene_.room() / "back").string()});
  ASSERT_EQ(back.exit_code, 0) << back.error;
  EXPECT_EQ(read_file(scene_.room() / "back" / "users.bson"), scene_.content);
}

TEST_P(EveryStore, ShowsWhatWasChangedBehindItsBack) {
  ASSERT_EQ(scene_.run({"copy", scene_.source().string(), store_->remote()}).exit_code, 0);
  write_file(store_->folder() / "users.bson", std::string(scene_.content.size(), 'x'));
  EXPECT_EQ(scene_.run({"cat", store_->remote() + "/users.bson"}).output, std::string(scene_.content.size(), 'x'));
}

TEST_P(EveryStore, CannotBeReachedBetweenItsEndAndItsStart) {
  ASSERT_EQ(scene_.run({"copy", scene_.source().string(), store_->remote()}).exit_code, 0);
  const auto end_and_start = [&](void (Store::*end)()) {
    ((*store_).*end)();
    std::vector<std::string> look{"lsf", store_->remote()};
    look.insert(look.end(), without_patience.begin(), without_patience.end());
    EXPECT_NE(scene_.run(look).exit_code, 0);
    store_->start();
    EXPECT_EQ(scene_.run({"lsf", store_->remote()}).output, "users.bson\n");
  };
  end_and_start(&Store::kill);
  end_and_start(&Store::stop);
}

INSTANTIATE_TEST_SUITE_P(Real, EveryStore, testing::ValuesIn(every_store), NameOfStore());

TEST(S3Store, HasAKeyThatCannotDelete_rclone_versitygw) {
  const S3Store store;
  const StoreScene scene(store.rclone_section(S3Store::User::writer) + "no_check_bucket = true\n");
  const std::string object = store.remote() + "/users.bson";
  ASSERT_EQ(scene.run({"copy", scene.source().string(), store.remote()}).exit_code, 0);
  EXPECT_EQ(scene.run({"cat", object}).output, scene.content);
  const RcloneResult refused = scene.run({"deletefile", object});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.error, HasSubstr("AccessDenied"));
  EXPECT_EQ(scene.run({"cat", object}).output, scene.content);
  // The owner can.
  const StoreScene owner(store.rclone_section());
  EXPECT_EQ(owner.run({"deletefile", object}).exit_code, 0);
  EXPECT_EQ(owner.run({"lsf", store.remote()}).output, "");
}

TEST(S3Store, KeepsWhatIsLocked_rclone_versitygw) {
  const S3Store store(S3Store::Bucket::locks);
  const StoreScene scene(store.rclone_section());
  const std::string object = store.remote() + "/users.bson";
  const RcloneResult put =
      scene.run({"copy", "--s3-object-lock-mode", "COMPLIANCE", "--s3-object-lock-retain-until-date", "30d",
                 scene.source().string(), store.remote()});
  ASSERT_EQ(put.exit_code, 0) << put.error;
  EXPECT_THAT(scene.run({"lsjson", "--metadata", store.remote()}).output, HasSubstr("COMPLIANCE"));
  // A marker hides it; the version stays, and cannot be deleted.
  ASSERT_EQ(scene.run({"deletefile", object}).exit_code, 0);
  EXPECT_EQ(scene.run({"lsf", store.remote()}).output, "");
  const std::string version = scene.run({"lsf", "--s3-versions", store.remote()}).output;
  ASSERT_THAT(lines_of(version), ElementsAre(testing::StartsWith("users-v")));
  const RcloneResult refused =
      scene.run({"deletefile", "--s3-versions", store.remote() + "/" + lines_of(version).front()});
  EXPECT_EQ(refused.exit_code, 1);
  EXPECT_THAT(refused.error, HasSubstr("protected by object lock"));
}

TEST(SftpStore, HasHashesWithAShell_rclone_sftp) {
  const SftpStore store(SftpStore::Shell::unix);
  const StoreScene scene(store.rclone_section());
  ASSERT_EQ(scene.run({"copy", scene.source().string(), store.remote()}).exit_code, 0);
  EXPECT_THAT(scene.run({"lsjson", "--hash", store.remote()}).output, HasSubstr("\"md5\""));
  const SftpStore plain;
  const StoreScene other(plain.rclone_section());
  ASSERT_EQ(other.run({"copy", other.source().string(), plain.remote()}).exit_code, 0);
  EXPECT_THAT(other.run({"lsjson", "--hash", plain.remote()}).output, testing::Not(HasSubstr("Hashes")));
}

}  // namespace
}  // namespace mongokeep::test
