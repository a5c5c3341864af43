#include "base/files/file_system.h"

#include <linux/magic.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <string_view>

#include "mongokeep/error.h"

namespace mongokeep {

namespace {

enum class Nature { disk, memory, layer, without_modes };

struct KnownType {
  std::uint32_t magic;
  std::string_view name;
  Nature nature;
};

// Those that linux/magic.h does not have are of the kernel's fs/*/super.c.
constexpr auto known_types = std::to_array<KnownType>({
    {EXT4_SUPER_MAGIC, "ext4", Nature::disk},
    {XFS_SUPER_MAGIC, "xfs", Nature::disk},
    {BTRFS_SUPER_MAGIC, "btrfs", Nature::disk},
    {0x2fc12fc1, "zfs", Nature::disk},
    {F2FS_SUPER_MAGIC, "f2fs", Nature::disk},
    {NFS_SUPER_MAGIC, "nfs", Nature::disk},
    {CEPH_SUPER_MAGIC, "ceph", Nature::disk},
    {FUSE_SUPER_MAGIC, "fuse", Nature::disk},
    {SMB_SUPER_MAGIC, "smb", Nature::without_modes},
    {CIFS_SUPER_MAGIC, "smb", Nature::without_modes},
    {SMB2_SUPER_MAGIC, "smb", Nature::without_modes},
    {MSDOS_SUPER_MAGIC, "fat", Nature::without_modes},
    {EXFAT_SUPER_MAGIC, "exfat", Nature::without_modes},
    {TMPFS_MAGIC, "tmpfs", Nature::memory},
    {RAMFS_MAGIC, "ramfs", Nature::memory},
    {OVERLAYFS_SUPER_MAGIC, "overlay", Nature::layer},
});

}  // namespace

FileSystem file_system_of(int descriptor, const std::string& subject) {
  struct statfs facts {};
  struct statvfs flags {};
  if (::fstatfs(descriptor, &facts) != 0 || ::fstatvfs(descriptor, &flags) != 0) {
    throw storage_error("look at the file system of", subject, errno);
  }
  FileSystem found;
  // The field is signed on some machines, and wider than what is in it.
  const auto magic = static_cast<std::uint32_t>(facts.f_type);
  const auto known =
      std::find_if(known_types.begin(), known_types.end(), [&](const KnownType& type) { return type.magic == magic; });
  if (known != known_types.end()) {
    found.type = known->name;
    found.is_in_memory = known->nature == Nature::memory;
    found.is_layer = known->nature == Nature::layer;
    found.keeps_modes = known->nature != Nature::without_modes;
  }
  found.is_read_only = (flags.f_flag & ST_RDONLY) != 0;
  found.free_bytes = std::uint64_t{flags.f_bavail} * flags.f_frsize;
  // btrfs and FAT make room for files as they come, and give no number.
  if (flags.f_files > 0) found.free_files = flags.f_favail;
  return found;
}

}  // namespace mongokeep
