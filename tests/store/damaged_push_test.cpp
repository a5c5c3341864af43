// A backup that is damaged in the root: no store could take it, and each push says so.

#include <gmock/gmock.h>

#include "store/store_scene.h"
#include "support/folder_store.h"

namespace mongokeep {
namespace {

using testing::AllOf;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
namespace fs = std::filesystem;

const std::string newest = "21st_Feb_2024";

/// Two backups, and what harms the newer one.
struct Harm {
  const char* name;
  void (*act)(const fs::path& backup);
};

const Harm harms[] = {
    {"FileMissing", [](const fs::path& backup) { fs::remove(backup / "users.json"); }},
    {"FileLonger", [](const fs::path& backup) { test::write_file(backup / "users.json", "[\n1\n]\n\n"); }},
    {"FileChanged", [](const fs::path& backup) { test::write_file(backup / "users.json", "[\n2\n]\n"); }},
    {"ManifestTorn", [](const fs::path& backup) { test::write_file(backup / "manifest.json", "{"); }},
};

class DamagedPush_rclone : public testing::TestWithParam<Harm> {
 protected:
  DamagedPush_rclone() {
    for (const std::string& name : {std::string("20th_Feb_2024"), newest}) {
      scene_.make_backup(name, {{"users.json", "[\n1\n]\n"}});
    }
  }

  void harm() { GetParam().act(scene_.root() / newest); }
  bool is_seen_by_reading_only() const { return std::string(GetParam().name) == "FileChanged"; }

  test::StoreScene scene_{std::make_unique<test::FolderStore>()};
};

TEST_P(DamagedPush_rclone, IsToldOfWhetherItIsNamedOrNot) {
  harm();
  for (const std::vector<std::string>& named : {std::vector<std::string>{}, {newest}}) {
    const PushReport report = scene_.push({.backups = named});
    EXPECT_THAT(scene_.outcomes(report), Contains(HasSubstr(newest + " failed: ")));
    EXPECT_FALSE(report.is_whole());
    EXPECT_TRUE(report.has_damage());
    EXPECT_TRUE(report.stores[0].shipments[0].is_broken_here);
    EXPECT_THAT(scene_.warnings, ElementsAre(AllOf(HasSubstr("Failed to ship"), HasSubstr(newest))));
    EXPECT_FALSE(fs::exists(scene_.shipped(newest)));
    scene_.warnings.clear();
  }
  EXPECT_TRUE(fs::exists(scene_.shipped("20th_Feb_2024/manifest.json"))) << "the others go on";
  EXPECT_TRUE(scene_.service().has_unshipped()) << "it is still owed";
  EXPECT_THAT(scene_.service().states()[0].unshipped, ElementsAre(newest));
}

TEST_P(DamagedPush_rclone, IsToldOfAlsoWhereNoStoreIsRequired) {
  scene_.settings.stores.stores[0].required = false;
  harm();
  const PushReport report = scene_.push();
  EXPECT_FALSE(report.is_whole());
  EXPECT_TRUE(report.has_damage());
}

TEST_P(DamagedPush_rclone, IsToldOfWithTheWayBackWhereTheStoreHasIt) {
  ASSERT_TRUE(scene_.push().is_whole());
  harm();
  if (is_seen_by_reading_only()) return;  // What has arrived is not read again.
  const PushReport report = scene_.push();
  EXPECT_THAT(scene_.outcomes(report), Contains(HasSubstr(newest + " was there")));
  EXPECT_FALSE(report.is_whole());
  EXPECT_TRUE(report.has_damage());
  EXPECT_THAT(scene_.warnings,
              ElementsAre(AllOf(HasSubstr("is damaged in the root"), HasSubstr("mongokeep pull offsite:" + newest))));
  EXPECT_THAT(scene_.service().states()[0].unshipped, IsEmpty());
  // As it says.
  fs::rename(scene_.root() / newest, scene_.room() / "aside");
  scene_.service().pull("offsite:" + newest);
  EXPECT_TRUE(scene_.push().is_whole());
}

INSTANTIATE_TEST_SUITE_P(Of, DamagedPush_rclone, testing::ValuesIn(harms),
                         [](const auto& tested) { return std::string(tested.param.name); });

TEST(PushReport, HasDamageOfAStoreByWhetherThatIsRequired) {
  PushReport report;
  Shipment shipment{.store = "nas", .backup = newest, .error = {}, .failing_since = {}};
  shipment.error = Error(ErrorKind::damaged, "rely on", "nas:" + newest, "the store's copy is not what it was");
  report.stores.push_back({.store = "nas", .is_required = true, .error = {}, .shipments = {shipment}});
  EXPECT_TRUE(report.has_damage());
  report.stores[0].is_required = false;
  EXPECT_FALSE(report.has_damage());
  EXPECT_TRUE(report.is_whole());
}

}  // namespace
}  // namespace mongokeep
