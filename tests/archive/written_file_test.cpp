#include "archive/written_file.h"

#include <gtest/gtest.h>

#include <fstream>

#include "archive/stored_file.h"
#include "mongokeep/error.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep::archive {
namespace {

/// Files that are written, and none of which is named.
class WrittenFiles : public testing::Test {
 protected:
  WrittenFile write(const std::string& name, const std::string& text, const Packing& packing = {}) const {
    StoredFile file(folder_, name, packing);
    file.sink().write(text);
    WrittenFile written = file.finish();
    written.close();
    return written;
  }
  std::vector<WrittenFile> write_many(std::size_t count) const {
    std::vector<WrittenFile> files;
    for (std::size_t number = 0; number < count; ++number) files.push_back(write(std::to_string(number), "[]\n"));
    return files;
  }
  static void sync(std::vector<WrittenFile>& files) {
    std::vector<WrittenFile*> all;
    for (WrittenFile& file : files) all.push_back(&file);
    sync_together(all);
  }

  test::TempDir temp_;
  Directory folder_ = Directory::open(temp_.path());
};

TEST_F(WrittenFiles, WaitTogetherAndAreNamedOneByOne) {
  for (const std::size_t count : {0, 1, 40}) {
    std::vector<WrittenFile> files = write_many(count);
    sync(files);
    for (WrittenFile& file : files) file.publish();
    for (std::size_t number = 0; number < count; ++number) {
      EXPECT_EQ(test::read_file(temp_.path() / std::to_string(number)), "[]\n");
      std::filesystem::remove(temp_.path() / std::to_string(number));
    }
    EXPECT_TRUE(folder_.names().empty());
  }
}

TEST_F(WrittenFiles, LeaveNothingWhenTheyAreGivenUp) {
  { const std::vector<WrittenFile> files = write_many(3); }
  EXPECT_TRUE(folder_.names().empty());
}

TEST_F(WrittenFiles, AreReadBackEachForItself) {
  std::vector<WrittenFile> files = write_many(20);
  std::fstream(temp_.path() / ".7.part", std::ios::in | std::ios::out).put('!');
  sync(files);
  for (std::size_t number = 0; number < files.size(); ++number) {
    if (number == 7) {
      EXPECT_THROW(files[number].publish(), Error);
    } else {
      files[number].publish();
    }
  }
  EXPECT_FALSE(folder_.has("7"));
  EXPECT_TRUE(folder_.has("8"));
}

TEST_F(WrittenFiles, AreUnpackedAgainBeforeTheyAreNamed) {
  WrittenFile file = write("users.json.zst", "[\n{}\n]\n", {3});
  file.sync();
  file.publish();
  EXPECT_TRUE(folder_.has("users.json.zst"));
}

}  // namespace
}  // namespace mongokeep::archive
