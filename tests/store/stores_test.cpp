#include "store/stores.h"

#include <gmock/gmock.h>

#include "mongokeep/error.h"
#include "store/fake_rclone.h"
#include "support/temp_dir.h"

namespace mongokeep::store {
namespace {

using testing::HasSubstr;
using testing::Not;

StoresSettings settings_with(const std::string& remote) {
  StoresSettings settings;
  settings.stores.resize(1);
  settings.stores[0].name = "offsite";
  settings.stores[0].remote = remote;
  return settings;
}

std::string refusal_of(const StoresSettings& settings) {
  try {
    check(settings);
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::configuration);
    return error.what();
  }
  return "";
}

TEST(StoreSettings, TakeNamesOfRemotesAndAbsolutePaths) {
  for (const char* remote : {"keep:", "keep:bucket/shop", "keep:bucket/a:b", "my-store_2:/absolute", "/mnt/nas/shop",
                             "/mnt/with:colon", "/"}) {
    EXPECT_EQ(refusal_of(settings_with(remote)), "") << remote;
  }
}

TEST(StoreSettings, RefuseRemotesThatMayHoldACredential) {
  for (const char* remote :
       {":s3,secret_access_key=hushhush:bucket", ":sftp:hushhush", "keep,pass=hushhush:bucket",
        "sftp://user:hushhush@host/path", "https://user:hushhush@host", "user:hushhush@nas:/backups"}) {
    const std::string refusal = refusal_of(settings_with(remote));
    EXPECT_THAT(refusal, HasSubstr("may hold a credential")) << remote;
    EXPECT_THAT(refusal, HasSubstr("rclone config")) << remote;
    EXPECT_THAT(refusal, Not(HasSubstr("hushhush"))) << remote;
  }
}

TEST(StoreSettings, RefuseWhatLeadsElsewhereEachTime) {
  for (const char* remote : {"", "shop", "./shop", "../shop", "bucket/shop"}) {
    EXPECT_NE(refusal_of(settings_with(remote)), "") << remote;
  }
  EXPECT_NE(refusal_of(settings_with(std::string("keep:a\nb"))), "");
  EXPECT_NE(refusal_of(settings_with(std::string("keep:a\0b", 8))), "");
}

TEST(StoreSettings, RefuseNamesThatCannotBeTyped) {
  for (const char* name : {"", "off site", "a:b", "a/b", "é", ".", "-x y"}) {
    StoresSettings settings = settings_with("keep:x");
    settings.stores[0].name = name;
    EXPECT_NE(refusal_of(settings), "") << name;
  }
  StoresSettings twice = settings_with("keep:x");
  twice.stores.push_back(twice.stores[0]);
  EXPECT_THAT(refusal_of(twice), HasSubstr("two stores have this name"));
}

TEST(StoreSettings, RefuseTwoStoresInOnePlace) {
  const auto refusal = [](const std::string& one, const std::string& other, const char* config_of_other = "") {
    StoresSettings settings = settings_with(one);
    settings.stores.push_back(settings.stores[0]);
    settings.stores[1].name = "nas";
    settings.stores[1].remote = other;
    settings.stores[1].rclone_config = config_of_other;
    return refusal_of(settings);
  };
  EXPECT_THAT(refusal("keep:x/y", "keep:x//y/"), testing::AllOf(HasSubstr("offsite"), HasSubstr("nas")));
  EXPECT_NE(refusal("/mnt/nas", "/mnt/./nas/"), "");
  EXPECT_NE(refusal("keep:", "keep:."), "");
  EXPECT_EQ(refusal("keep:x/y", "keep:x"), "");
  EXPECT_EQ(refusal("keep:x", "hold:x"), "");
  EXPECT_EQ(refusal("keep:x", "keep:/x"), "") << "of an SFTP server's user, and of its root";
  EXPECT_EQ(refusal("keep:x", "keep:x", "/etc/other.conf"), "") << "of another account, perhaps";
}

TEST(StoreSettings, HaveLessPatienceForALook) {
  StoresSettings settings;
  EXPECT_EQ(for_a_look(settings).patience, std::chrono::seconds(15));
  settings.patience = std::chrono::minutes(3);
  EXPECT_EQ(for_a_look(settings).patience, std::chrono::minutes(3)) << "as it is given";
}

TEST(StoreSettings, RefuseRulesWithoutDays) {
  StoresSettings settings = settings_with("keep:x");
  settings.stores[0].keep = KeepRules{.monthly = 12};
  EXPECT_THAT(refusal_of(settings), HasSubstr("no `days_to_keep`"));
  settings.stores[0].days_to_keep = 30;
  EXPECT_EQ(refusal_of(settings), "");
  settings.stores[0].days_to_keep = 0;
  EXPECT_NE(refusal_of(settings), "");
}

TEST(Stores, SayWhichThereAreForANameThatNoneHas) {
  const auto refusal = [](const StoresSettings& settings, const char* name) {
    try {
      Stores(settings).remote(name, {});
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage);
      return error.hint();
    }
    return std::string();
  };
  EXPECT_THAT(refusal(settings_with("keep:x"), "offsit"), HasSubstr("Did you mean offsite?"));
  EXPECT_THAT(refusal(settings_with("keep:x"), "nas"), HasSubstr("The stores are: offsite"));
  EXPECT_THAT(refusal({}, "nas"), HasSubstr("[[stores]]"));
}

TEST(Stores, GiveRcloneTheKeysOfTheStoreThatItIsStartedFor) {
  const test::TempDir temp;
  StoresSettings settings = settings_with("keep:shop");
  settings.rclone = test::write_fake_rclone(temp.path() / "rclone", "cat) env;;");
  settings.environment = {"PATH=/usr/bin:/bin", "RCLONE_CONFIG_KEEP_TYPE=s3",
                          "RCLONE_CONFIG_KEEP_SECRET_ACCESS_KEY=own", "RCLONE_CONFIG_NAS_PASS=other"};
  settings.stores.push_back(settings.stores[0]);
  settings.stores[1].name = "sealed";
  settings.stores[1].remote = "sealed:shop";
  settings.environment.emplace_back("RCLONE_CONFIG_SEALED_TYPE=crypt");
  settings.stores.push_back(settings.stores[0]);
  settings.stores[2].name = "disk";
  settings.stores[2].remote = "/mnt/disk";
  Stores stores(settings);
  const auto environment_of = [&](const std::string& name) {
    return stores.remote(name, {})->read("users.json", 0, 65536, {});
  };
  EXPECT_THAT(environment_of("offsite"), testing::AllOf(HasSubstr("=own"), Not(HasSubstr("=other"))));
  EXPECT_THAT(environment_of("sealed"), testing::AllOf(HasSubstr("=own"), HasSubstr("=other")));
  EXPECT_THAT(environment_of("disk"), Not(HasSubstr("RCLONE_CONFIG")));
}

}  // namespace
}  // namespace mongokeep::store
