#include "mongokeep/store_check.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <fstream>

#include "store/store_scene.h"
#include "support/folder_store.h"
#include "support/s3_store.h"
#include "support/sftp_store.h"
#include "support/store_proxy.h"

namespace mongokeep {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
namespace fs = std::filesystem;

using Topic = StoreCheckTopic;
using Verdict = StoreCheckVerdict;

class CheckOf {
 public:
  explicit CheckOf(test::StoreScene& scene) : report_(scene.service().check("offsite")) {}

  /// Null where nothing was said of it.
  const StoreCheckFinding* find(Topic topic) const {
    const auto found = std::find_if(report_.findings.begin(), report_.findings.end(),
                                    [&](const StoreCheckFinding& one) { return one.topic == topic; });
    return found == report_.findings.end() ? nullptr : &*found;
  }
  /// "ok: its folder can be listed … | what follows".
  std::string line(Topic topic) const {
    const StoreCheckFinding* const one = find(topic);
    if (one == nullptr) return "";
    const char* const words[] = {"ok: ", "note: ", "problem: "};
    return words[static_cast<int>(one->verdict)] + one->finding + " | " + one->meaning;
  }
  Verdict verdict() const { return report_.verdict(); }
  std::string all() const {
    std::string text;
    for (const StoreCheckFinding& one : report_.findings) text += line(one.topic) + "\n";
    return text;
  }

 private:
  StoreCheckReport report_;
};

std::vector<std::string> names_in(const fs::path& folder) {
  std::vector<std::string> names;
  if (!fs::exists(folder)) return names;
  for (const auto& entry : fs::directory_iterator(folder)) names.push_back(entry.path().filename().string());
  std::sort(names.begin(), names.end());
  return names;
}

class StoreCheckOf : public testing::TestWithParam<test::StoreKind> {
 protected:
  StoreCheckOf() {
    // A bucket has no folders.
    if (GetParam() != test::StoreKind::s3) fs::create_directories(scene_.store().folder());
  }

  test::StoreScene scene_{test::make_store(GetParam())};
};

INSTANTIATE_TEST_SUITE_P(Each, StoreCheckOf, testing::ValuesIn(test::every_store), test::NameOfStore());

TEST_P(StoreCheckOf, FindsAStoreOfItsOwnerInOrderAndLeavesItAsItWas) {
  scene_.make_backup("20th_Feb_2024", {{"users.json", "[\n1\n]\n"}});
  ASSERT_TRUE(scene_.push().is_whole());
  test::write_file(scene_.shipped("somebodys file"), "mine");
  const auto before = names_in(scene_.store().folder());
  const CheckOf check(scene_);
  EXPECT_NE(check.verdict(), Verdict::problem) << check.all();
  for (const Topic topic : {Topic::rclone, Topic::reach, Topic::list, Topic::write, Topic::read, Topic::overwrite,
                            Topic::clock, Topic::traces}) {
    EXPECT_THAT(check.line(topic), HasSubstr("ok: ")) << to_text(topic);
  }
  EXPECT_THAT(check.line(Topic::remove), HasSubstr("note: this key may delete files | A thief of this machine could"));
  EXPECT_THAT(check.line(Topic::replace), HasSubstr("note: this key may write over files"));
  EXPECT_EQ(names_in(scene_.store().folder()), before);
  EXPECT_EQ(test::read_file(scene_.shipped("somebodys file")), "mine");
}

TEST_P(StoreCheckOf, SaysThatADeadStoreCannotBeReached) {
  scene_.store().kill();
  const CheckOf check(scene_);
  EXPECT_EQ(check.verdict(), Verdict::problem);
  EXPECT_EQ(check.find(Topic::write), nullptr);
  if (GetParam() == test::StoreKind::folder) {
    EXPECT_THAT(check.line(Topic::list),
                HasSubstr("problem: its folder does not exist | Check that its disk is mount"));
  } else {
    EXPECT_THAT(check.line(Topic::reach), HasSubstr("connection refused"));
    EXPECT_THAT(check.line(Topic::reach), HasSubstr("| Look at the address"));
  }
}

TEST_P(StoreCheckOf, RefusesAStoreThatIsNotConfigured) {
  try {
    scene_.service().check("onsite");
    ADD_FAILURE();
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::usage);
    EXPECT_THAT(error.what(), HasSubstr("offsite"));
  }
}

TEST_P(StoreCheckOf, LeavesNothingBehindWhenItIsStopped) {
  std::stop_source stop;
  scene_.settings.root = scene_.room();
  StoreService service = scene_.service();
  // The clock is asked when the files are there.
  service.set_clock([&] {
    stop.request_stop();
    return std::chrono::system_clock::now();
  });
  try {
    service.check("offsite", stop.get_token());
    ADD_FAILURE() << "it went on";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::stopped);
  }
  EXPECT_THAT(names_in(scene_.store().folder()), IsEmpty());
}

TEST_P(StoreCheckOf, TellsOfAClockThatIsADayOff) {
  StoreService service = scene_.service();
  service.set_clock([] { return std::chrono::system_clock::now() + std::chrono::hours(25); });
  const StoreCheckReport report = service.check("offsite");
  const auto found = std::find_if(report.findings.begin(), report.findings.end(),
                                  [](const StoreCheckFinding& one) { return one.topic == Topic::clock; });
  ASSERT_NE(found, report.findings.end());
  EXPECT_EQ(found->verdict, Verdict::note);
  EXPECT_THAT(found->finding, HasSubstr("25 h"));
  EXPECT_THAT(found->finding, HasSubstr("behind this machine's"));
}

TEST_P(StoreCheckOf, TellsOfTheRemainsOfOneThatWasKilled) {
  if (GetParam() == test::StoreKind::s3) {
    // A folder behind the gateway's back is one to it too.
    fs::create_directories(scene_.shipped(".mongokeep-check-0123"));
    test::write_file(scene_.shipped(".mongokeep-check-0123/file"), "x");
  } else {
    fs::create_directories(scene_.shipped(".mongokeep-check-0123"));
  }
  const StoreCheckReport report = scene_.service().check("offsite");
  EXPECT_TRUE(std::any_of(report.findings.begin(), report.findings.end(), [](const StoreCheckFinding& one) {
    return one.verdict == Verdict::note && one.finding.ends_with("have left .mongokeep-check-0123");
  }));
  EXPECT_TRUE(fs::exists(scene_.shipped(".mongokeep-check-0123")));
}

/// A bucket with the key of one of its users.
class StoreCheckOfABucket_rclone_versitygw : public testing::Test {
 protected:
  using Bucket = test::S3Store::Bucket;
  using User = test::S3Store::User;

  test::StoreScene& scene(Bucket bucket, User user, std::optional<std::uint16_t> port = std::nullopt) {
    auto store = std::make_unique<test::S3Store>(bucket);
    store_ = store.get();
    scene_ = std::make_unique<test::StoreScene>(std::move(store));
    use(user, port);
    return *scene_;
  }
  void use(User user, std::optional<std::uint16_t> port = std::nullopt) {
    test::write_rclone_config(scene_->config(), store_->rclone_section(user, port));
  }

  test::S3Store* store_ = nullptr;
  std::unique_ptr<test::StoreScene> scene_;
};

TEST_F(StoreCheckOfABucket_rclone_versitygw, SaysWhatAKeyThatCannotDeleteProtectsFrom) {
  const CheckOf check(scene(Bucket::plain, User::writer));
  EXPECT_NE(check.verdict(), Verdict::problem) << check.all();
  EXPECT_THAT(check.line(Topic::remove), HasSubstr("ok: this key may not delete files | A thief of this machine cannot "
                                                   "delete the copies. Clean up from elsewhere"));
  EXPECT_THAT(check.line(Topic::remove), HasSubstr("append_only = true"));
  // It can put other bytes in their place all the same.
  EXPECT_THAT(check.line(Topic::replace), HasSubstr("note: this key may write over files"));
  EXPECT_THAT(check.line(Topic::overwrite), HasSubstr("ok: a push does not overwrite"));
  EXPECT_THAT(check.line(Topic::traces), HasSubstr("note: 2 test files of 2 KB stay in .mongokeep-check-"));
}

TEST_F(StoreCheckOfABucket_rclone_versitygw, TellsOfVersionsAndOfWhoMayRemoveThem) {
  const CheckOf owner(scene(Bucket::locks, User::owner));
  EXPECT_THAT(owner.line(Topic::versions),
              HasSubstr("note: the bucket keeps former versions, and this key may remove"));
  EXPECT_THAT(owner.line(Topic::traces), HasSubstr("ok: "));
  EXPECT_NE(owner.verdict(), Verdict::problem) << owner.all();
  use(User::writer);
  const CheckOf writer(*scene_);
  EXPECT_NE(writer.verdict(), Verdict::problem) << writer.all();
  EXPECT_THAT(writer.line(Topic::remove), HasSubstr("ok: this key may not delete"));
}

TEST_F(StoreCheckOfABucket_rclone_versitygw, TriesTheLock) {
  test::StoreScene& scene = this->scene(Bucket::locks, User::owner);
  scene.settings.stores.stores[0].lock_days = 30;
  const CheckOf check(scene);
  EXPECT_THAT(check.line(Topic::lock), HasSubstr("ok: what is shipped is locked for 30 days"));
  EXPECT_NE(check.verdict(), Verdict::problem) << check.all();
}

TEST_F(StoreCheckOfABucket_rclone_versitygw, SaysThatABucketHasNoLock) {
  test::StoreScene& scene = this->scene(Bucket::plain, User::owner);
  scene.settings.stores.stores[0].lock_days = 30;
  const CheckOf check(scene);
  EXPECT_EQ(check.verdict(), Verdict::problem);
  EXPECT_THAT(check.line(Topic::lock), HasSubstr("This bucket has no object lock"));
  EXPECT_THAT(names_in(scene.store().folder()), IsEmpty());
}

TEST_F(StoreCheckOfABucket_rclone_versitygw, SaysThatTheKeyIsWrong) {
  test::StoreScene& scene = this->scene(Bucket::plain, User::owner);
  std::string section = store_->rclone_section();
  const std::string& secret = store_->secret_of(User::owner);
  section.replace(section.find(secret), secret.size(), "hushhush-of-another");
  test::write_rclone_config(scene.config(), section);
  const CheckOf check(scene);
  EXPECT_EQ(check.verdict(), Verdict::problem);
  EXPECT_THAT(check.line(Topic::reach), HasSubstr("Compare the key and its secret"));
  EXPECT_THAT(check.all(), Not(HasSubstr("hushhush")));
}

TEST_F(StoreCheckOfABucket_rclone_versitygw, SaysThatThereIsNoBucketAndNoRemote) {
  test::StoreScene& scene = this->scene(Bucket::plain, User::owner);
  scene.settings.stores.stores[0].remote = "keep:nobucket/shop";
  EXPECT_THAT(CheckOf(scene).line(Topic::list), HasSubstr("problem: there is no such bucket | Make the bucket"));
  scene.settings.stores.stores[0].remote = "other:bucket/shop";
  EXPECT_THAT(CheckOf(scene).line(Topic::reach), HasSubstr("rclone's configuration has no remote of this name"));
}

TEST_F(StoreCheckOfABucket_rclone_versitygw, FindsAStoreThatLies) {
  test::StoreScene& scene = this->scene(Bucket::plain, User::owner);
  test::StoreProxy proxy(store_->port());
  use(User::owner, proxy.port());
  // The HEAD behind the upload finds it.
  proxy.add({.kind = test::StoreFault::Kind::drop, .method = "PUT"});
  const CheckOf dropping(scene);
  EXPECT_THAT(dropping.line(Topic::write), HasSubstr("problem: a file does not arrive"));
  EXPECT_THAT(dropping.line(Topic::traces), HasSubstr("ok: "));
  proxy.clear();
  proxy.add({.kind = test::StoreFault::Kind::flip, .method = "GET", .path_part = "/file", .bytes = 7});
  EXPECT_THAT(CheckOf(scene).line(Topic::read), HasSubstr("problem: other bytes come back than were sent"));
}

TEST_F(StoreCheckOfABucket_rclone_versitygw, GoesOnBehindAStepThatFails) {
  test::StoreScene& scene = this->scene(Bucket::plain, User::owner);
  test::StoreProxy proxy(store_->port());
  use(User::owner, proxy.port());
  // One that rclone does not try again, which takes it seconds each time.
  proxy.add({.kind = test::StoreFault::Kind::answer, .method = "DELETE", .status = 409});
  const CheckOf check(scene);
  EXPECT_THAT(check.line(Topic::remove), HasSubstr("problem: whether this key may delete files cannot be found out"));
  EXPECT_THAT(check.line(Topic::clock), HasSubstr("ok: "));
  EXPECT_THAT(check.line(Topic::traces), HasSubstr("stay in .mongokeep-check-"));
}

TEST(StoreCheckOfAServer_rclone_sftp, SaysThatItsKeyIsWrongOrItsFolderIsNotThere) {
  auto owned = std::make_unique<test::SftpStore>();
  test::SftpStore* const store = owned.get();
  test::StoreScene scene(std::move(owned));
  fs::create_directories(store->folder());
  scene.settings.stores.stores[0].remote = store->remote() + "/none";
  EXPECT_THAT(CheckOf(scene).line(Topic::list), HasSubstr("problem: its folder does not exist"));
  EXPECT_FALSE(fs::exists(store->folder() / "none"));
  std::string section = store->rclone_section();
  const std::size_t key = section.find("/user\n");
  ASSERT_NE(key, std::string::npos);
  section.replace(key, 6, "/host\n");
  test::write_rclone_config(scene.config(), section);
  EXPECT_THAT(CheckOf(scene).line(Topic::reach), HasSubstr("authorized_keys"));
}

TEST(StoreCheckOfAServer_rclone_sftp, SaysWhatItsHashIsWorth) {
  test::StoreScene scene(std::make_unique<test::SftpStore>(test::SftpStore::Shell::unix));
  scene.settings.stores.stores[0].check = StoreSettings::Check::hash;
  EXPECT_THAT(CheckOf(scene).line(Topic::hash), HasSubstr("note: the store tells the md5"));
  scene.settings.stores.stores[0].lock_days = 3;
  EXPECT_THAT(CheckOf(scene).line(Topic::rclone), HasSubstr("problem: "));
}

TEST(StoreCheckOfAFolder_rclone, SaysThatItIsOnTheDiskOfTheBackups) {
  test::StoreScene scene(std::make_unique<test::FolderStore>());
  fs::create_directories(scene.root());
  EXPECT_THAT(CheckOf(scene).line(Topic::place), HasSubstr("note: it lies on the same file system"));
  // /dev/shm is another one on every Linux.
  scene.settings.root = "/dev/shm/mongokeep-none";
  EXPECT_THAT(CheckOf(scene).line(Topic::place), HasSubstr("ok: it lies on another file system"));
}

TEST(StoreCheckOfAFolder_rclone, SaysThatItCannotBeWrittenTo) {
  test::StoreScene scene(std::make_unique<test::FolderStore>());
  // Where not even root can make a file.
  scene.settings.stores.stores[0].remote = "/proc";
  const CheckOf check(scene);
  EXPECT_EQ(check.verdict(), Verdict::problem);
  EXPECT_THAT(check.line(Topic::write), HasSubstr("problem: a file does not arrive"));
  EXPECT_EQ(check.find(Topic::read), nullptr);
}

}  // namespace
}  // namespace mongokeep
