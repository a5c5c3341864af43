#include "archive/leftovers.h"

#include <gmock/gmock.h>

#include <filesystem>

#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep::archive {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
namespace fs = std::filesystem;

TEST(Leftovers, AreToldOfAndRemovedWhereTheyWereMarkedInPlace) {
  const test::TempDir temp;
  const fs::path& root = temp.path();
  for (const char* name : {"20th_Feb_2024", "21st_Feb_2024", ".22nd_Feb_2024.partial", "photos"}) {
    fs::create_directory(root / name);
  }
  for (const char* name : {"20th_Feb_2024", "photos"}) {
    fs::permissions(root / name, fs::perms::owner_all | fs::perms::set_uid | fs::perms::sticky_bit);
  }
  EXPECT_THAT(leftovers_in(Directory::open(root)),
              testing::UnorderedElementsAre("20th_Feb_2024", ".22nd_Feb_2024.partial"));
  Log log([](const LogEntry&) {}, [] { return Clock::result_type(); });
  EXPECT_THAT(remove_leftovers(LockedRoot::open(root), log), IsEmpty());
  EXPECT_THAT(test::names_in(root), ElementsAre(".lock", "21st_Feb_2024", "photos"));
}

TEST(Leftovers, AreRemovedAndNothingElse) {
  const test::TempDir temp;
  const fs::path& root = temp.path();
  fs::create_directories(root / ".20th_Feb_2024.partial" / "sub");
  test::write_file(root / ".20th_Feb_2024.partial" / "users.json", "[");
  fs::create_directories(root / ".deleting-19th_Feb_2024" / "sub");
  test::write_file(root / ".deleting-19th_Feb_2024" / "sub" / "users.json", "[]");
  fs::create_directory(root / "outside");
  test::write_file(root / "outside" / "precious", "x");
  fs::create_directory_symlink(root / "outside", root / ".20th_Feb_2024.partial" / "link");
  for (const char* name : {".20th_Foo_2024.partial", ".mine.partial", ".deleting-photos", "20th_Feb_2024"}) {
    fs::create_directory(root / name);
  }
  fs::create_directory_symlink(root / "outside", root / ".21st_Feb_2024.partial");
  fs::create_directory_symlink(root / "outside", root / ".deleting-21st_Feb_2024");
  test::write_file(root / ".22nd_Feb_2024.partial", "a file");
  test::write_file(root / ".deleting-22nd_Feb_2024", "a file");

  std::vector<std::string> lines;
  Log log([&](const LogEntry& entry) { lines.push_back(to_json_line(entry)); }, [] { return Clock::result_type(); });
  EXPECT_THAT(remove_leftovers(LockedRoot::open(root), log), IsEmpty());
  const std::string opening = R"({"time":"1970-01-01T00:00:00.000Z","level":"warning","message":)";
  EXPECT_THAT(lines, ElementsAre(opening + R"("Removed the remains of an unfinished backup","path":")" +
                                     (root / ".20th_Feb_2024.partial").string() + "\"}",
                                 opening + R"("Removed the remains of an interrupted clean-up","path":")" +
                                     (root / ".deleting-19th_Feb_2024").string() + "\"}"));
  EXPECT_THAT(test::names_in(root),
              ElementsAre(".20th_Foo_2024.partial", ".21st_Feb_2024.partial", ".22nd_Feb_2024.partial",
                          ".deleting-21st_Feb_2024", ".deleting-22nd_Feb_2024", ".deleting-photos", ".lock",
                          ".mine.partial", "20th_Feb_2024", "outside"));
  EXPECT_TRUE(fs::exists(root / "outside" / "precious"));
}

}  // namespace
}  // namespace mongokeep::archive
