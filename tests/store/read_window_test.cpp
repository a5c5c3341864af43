#include "store/read_window.h"

#include <gtest/gtest.h>

#include "store/fake_rclone.h"
#include "store/stores.h"
#include "support/process_limits.h"
#include "support/temp_dir.h"

namespace mongokeep::store {
namespace {

TEST(ReadWindow, WithoutMemoryFailsAndEndsNothingElse) {
  constexpr std::size_t size = 24 * test::mebibyte;
  const test::TempDir temp;
  StoresSettings settings;
  settings.rclone = test::write_fake_rclone(temp.path() / "rclone", "cat) exec cat /dev/zero;;");
  settings.stores.resize(1);
  settings.stores[0].name = "offsite";
  settings.stores[0].remote = "keep:shop";
  const auto remote = Stores(settings).remote("offsite", {});
  for (std::uint64_t room = 8; room < 32; room += 2) {
    EXPECT_TRUE(test::fits_into(room * test::mebibyte,
                                [&] {
                                  try {
                                    ReadWindow window(remote, "users.json", size, {});
                                    std::string block(test::mebibyte / 8, 'x');
                                    for (std::size_t offset = 0; offset < size; offset += block.size())
                                      window.read_at(offset, block);
                                    return block == std::string(block.size(), '\0');
                                  } catch (const std::exception&) {
                                    return true;
                                  }
                                }))
        << room << " MiB";
  }
}

TEST(ReadWindow, GivesAllOfWhatIsLongerThanItself) {
  constexpr std::size_t size = 24 * test::mebibyte;
  const test::TempDir temp;
  std::string whole(size, '\0');
  for (std::size_t place = 0; place < size; ++place) whole[place] = static_cast<char>(place % 251);
  test::write_file(temp.path() / "users.json", whole);
  StoresSettings settings;
  settings.rclone = test::write_fake_rclone(temp.path() / "rclone",
                                            "cat) exec cat '" + (temp.path() / "users.json").string() + "';;");
  settings.stores.resize(1);
  settings.stores[0].name = "offsite";
  settings.stores[0].remote = "keep:shop";
  const auto remote = Stores(settings).remote("offsite", {});
  // The thread that waits for the bytes may be late: with all of them in one reading, it depended on that.
  for (int time = 0; time < 20; ++time) {
    std::string room(size, 'x');
    ReadWindow(remote, "users.json", size, {}).read_at(0, room);
    ASSERT_TRUE(room == whole);
  }
}

}  // namespace
}  // namespace mongokeep::store
