#include "archive/named_files_check.h"

#include <gtest/gtest.h>

#include <filesystem>
#include <utility>
#include <vector>

#include "archive/local_folder.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep::archive {
namespace {

/// A backup of two databases, and a manifest that names its files.
class NamedFiles : public testing::Test {
 protected:
  NamedFiles() {
    for (const char* folder : {"blog", "shop"}) std::filesystem::create_directory(temp_.path() / folder);
    test::write_file(temp_.path() / "manifest.json", "{}");
    for (const auto& [file, bytes] : good_) test::write_file(temp_.path() / file, std::string(bytes, 'x'));
  }

  bool are_all_there(const std::vector<std::pair<std::string, std::uint64_t>>& named) const {
    const LocalFolder folder(Directory::open(temp_.path()));
    NamedFilesCheck check(folder);
    for (const auto& [file, bytes] : named) check.take(file, bytes);
    return check.is_all_there();
  }

  test::TempDir temp_;
  const std::vector<std::pair<std::string, std::uint64_t>> good_ = {
      {"admin.json", 2}, {"blog/posts.json", 3}, {"shop/orders.json", 4}, {"shop/users.json", 5}};
};

TEST_F(NamedFiles, AreThereAsTheManifestSays) {
  EXPECT_TRUE(are_all_there(good_));
  const LocalFolder folder(Directory::open(temp_.path()));
  NamedFilesCheck check(folder);
  for (const auto& [file, bytes] : good_) check.take(file, bytes);
  EXPECT_EQ(check.files(), 4U);
  EXPECT_EQ(check.stored_bytes(), 14U);
}

TEST_F(NamedFiles, AreNotThereWhereOneIsMissingOrAnother) {
  for (std::size_t number = 0; number < good_.size(); ++number) {
    auto named = good_;
    ++named[number].second;
    EXPECT_FALSE(are_all_there(named)) << "its length is another: " << named[number].first;
    named = good_;
    named[number].first += "x";
    EXPECT_FALSE(are_all_there(named)) << named[number].first;
    named.erase(named.begin() + static_cast<std::ptrdiff_t>(number));
    EXPECT_FALSE(are_all_there(named)) << "nobody names " << good_[number].first;
  }
  EXPECT_FALSE(are_all_there({{"none/users.json", 1}}));
  EXPECT_FALSE(are_all_there({{"admin.json/users.json", 1}}));
}

TEST_F(NamedFiles, AreNotThereWhereALinkTakesTheirPlace) {
  std::filesystem::rename(temp_.path() / "shop" / "users.json", temp_.path() / "shop" / "moved");
  std::filesystem::create_symlink("orders.json", temp_.path() / "shop" / "users.json");
  std::filesystem::remove(temp_.path() / "shop" / "moved");
  EXPECT_FALSE(are_all_there(good_));
}

}  // namespace
}  // namespace mongokeep::archive
