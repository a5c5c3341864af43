#include "base/files/file_system.h"

#include <fcntl.h>
#include <gtest/gtest.h>

#include "base/files/unique_fd.h"
#include "mongokeep/error.h"

namespace mongokeep {
namespace {

TEST(FileSystem, IsKnownByName) {
  const UniqueFd memory(::open("/dev/shm", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  ASSERT_TRUE(memory);
  const FileSystem found = file_system_of(memory.get(), "/dev/shm");
  EXPECT_EQ(found.type, "tmpfs");
  EXPECT_TRUE(found.is_in_memory);
  EXPECT_TRUE(found.keeps_modes);
  EXPECT_FALSE(found.is_read_only);
  EXPECT_FALSE(found.is_layer);
}

TEST(FileSystem, IsToldToBeReadOnlyOrNameless) {
  const UniqueFd processes(::open("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC));
  EXPECT_EQ(file_system_of(processes.get(), "/proc").type, "");
  EXPECT_THROW(file_system_of(-1, "nothing"), Error);
}

}  // namespace
}  // namespace mongokeep
