#include "store/remote_listing.h"

#include <gmock/gmock.h>

#include "mongokeep/error.h"
#include "support/process_limits.h"

namespace mongokeep::store {
namespace {

using testing::ElementsAre;

/// What a list says, and whether it is whole.
struct Read {
  std::vector<std::string> entries;
  bool is_whole;
};

Read read(const std::vector<std::string>& lines) {
  Read result{};
  ListingReader reader([&](const RemoteEntry& entry) {
    result.entries.push_back(entry.path + "|" + std::to_string(entry.size) + "|" +
                             (entry.is_folder ? "folder" : "file") + "|" + entry.hash);
  });
  for (const std::string& line : lines) reader.take_line(line);
  result.is_whole = reader.is_whole();
  return result;
}

TEST(RemoteListing, HasAnEntryOnEachLine) {
  const Read result = read({"[", R"({"Path":"a/b.json","Name":"b.json","Size":7,"IsDir":false,"Hashes":{"md5":"0f"}},)",
                            R"({"Path":"c","Name":"c","Size":-1,"IsDir":true})", "]"});
  EXPECT_THAT(result.entries, ElementsAre("a/b.json|7|file|0f", "c|0|folder|"));
  EXPECT_TRUE(result.is_whole);
}

TEST(RemoteListing, IsNotWholeWithoutItsEnd) {
  EXPECT_FALSE(read({}).is_whole);
  EXPECT_FALSE(read({"["}).is_whole);
  EXPECT_FALSE(read({"[", R"({"Path":"a","Size":1,"IsDir":false},)"}).is_whole);
  EXPECT_TRUE(read({"[", "]"}).is_whole);
  EXPECT_TRUE(read({"[]"}).is_whole);
}

TEST(RemoteListing, RefusesWhatRcloneDoesNotPrint) {
  const std::vector<std::vector<std::string>> bad = {
      {"{}"}, {"[", "x"}, {"[", "[]"}, {"[", "{}"}, {"[]", "{}"}, {"[", "]", "{}"}, {"[", R"({"Path":5})"}, {"Usage:"}};
  for (const auto& lines : bad) EXPECT_THROW(read(lines), Error) << lines.back();
}

TEST(RemoteFiles, AreFoundByWhatTheirPathsBeginWith) {
  RemoteFiles files;
  for (const char* path : {"b/2", "a.b", "a/1", "b/1", "a"}) {
    ASSERT_TRUE(files.add({.path = path, .size = 3, .hash = {}}));
  }
  files.sort();
  std::vector<std::string> paths;
  for (std::size_t index = 0; index < files.count(); ++index) paths.emplace_back(files.at(index).path);
  EXPECT_THAT(paths, ElementsAre("a", "a.b", "a/1", "b/1", "b/2"));
  EXPECT_EQ(files.lower_bound("a/"), 2U);
  EXPECT_EQ(files.lower_bound("b/1"), 3U);
  EXPECT_EQ(files.lower_bound("c"), 5U);
}

TEST(RemoteFiles, AreNoMoreThanMemoryHolds) {
  RemoteFiles files;
  const std::string long_name(ListingReader::longest_path, 'n');
  const std::size_t most = RemoteFiles::most_text / long_name.size();
  for (std::size_t count = 0; count < most; ++count) ASSERT_TRUE(files.add({.path = long_name, .hash = {}}));
  EXPECT_FALSE(files.add({.path = "n", .hash = {}}));
  EXPECT_FALSE(RemoteFiles().add({.path = long_name + "n", .hash = {}}));
  EXPECT_TRUE(test::fits_into(64 * test::mebibyte, [] {
    RemoteFiles many;
    for (std::size_t count = 0; count < RemoteFiles::most_files; ++count) {
      if (!many.add({.path = "20th_Feb_2024/" + std::to_string(count), .size = count, .hash = {}})) return false;
    }
    many.sort();
    return !many.add({.path = "n", .hash = {}}) && many.at(many.lower_bound("20th_Feb_2024/777777")).size == 777'777;
  }));
}

}  // namespace
}  // namespace mongokeep::store
