#include "base/files/mount_points.h"

#include <gtest/gtest.h>

#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep {
namespace {

class MountPoints : public testing::Test {
 protected:
  MountPoints() {
    test::write_file(temp_.path() / "fstab",
                     "# disks\n"
                     "UUID=1 / ext4 defaults 0 1\n"
                     "UUID=2 /mnt/backups ext4 nofail 0 2\n"
                     "UUID=3 /mnt/with\\040blank/ ext4 noauto 0 2\n"
                     "UUID=4 none swap sw 0 0\n");
    test::write_file(temp_.path() / "mounts", "/dev/sda1 / ext4 rw 0 0\nproc /proc proc rw 0 0\n");
  }
  std::optional<std::string> above(const std::string& path, const std::string& mounted = "mounts") const {
    return unmounted_point_above(path, temp_.path() / "fstab", temp_.path() / mounted);
  }
  test::TempDir temp_;
};

TEST_F(MountPoints, ThatAreNotMountedAreFoundAboveAPath) {
  EXPECT_EQ(above("/mnt/backups"), "/mnt/backups");
  EXPECT_EQ(above("/mnt/backups/mongo/shop"), "/mnt/backups");
  EXPECT_EQ(above("/mnt/with blank/mongo"), "/mnt/with blank");
  EXPECT_EQ(above("/mnt/../mnt/backups/x/"), "/mnt/backups");
}

TEST_F(MountPoints, AreNoneBesideAPathOrWhereTheyAreMounted) {
  EXPECT_EQ(above("/mnt/backups2"), std::nullopt);
  EXPECT_EQ(above("/mnt"), std::nullopt);
  EXPECT_EQ(above("/srv/backup"), std::nullopt) << "the root is mounted";
  test::write_file(temp_.path() / "all", "/dev/sda1 / ext4 rw 0 0\n/dev/sdb1 /mnt/backups ext4 rw 0 0\n");
  EXPECT_EQ(above("/mnt/backups/mongo", "all"), std::nullopt);
}

TEST_F(MountPoints, NeverAreTheRootOfAll) {
  test::write_file(temp_.path() / "of a chroot", "proc /proc proc rw 0 0\n");
  EXPECT_EQ(above("/srv/backup", "of a chroot"), std::nullopt);
}

TEST_F(MountPoints, AreNoneWhereNoTableTellsOfThem) {
  EXPECT_EQ(unmounted_point_above("/mnt/backups", temp_.path() / "none", temp_.path() / "mounts"), std::nullopt);
}

}  // namespace
}  // namespace mongokeep
