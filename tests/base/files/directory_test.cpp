#include "base/files/directory.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include "base/files/file.h"
#include "mongokeep/error.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep {
namespace {

using test::TempDir;

/// What `call` throws, as text.
template <typename Call>
std::string error_of(Call call) {
  try {
    call();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(Directory, LetsOthersReadWhatItMakesOnlyWhereItIsTold) {
  const TempDir temp;
  Directory root = Directory::open_or_create(temp.path() / "shared", 0640);
  EXPECT_EQ(test::mode_of(temp.path() / "shared"), 0750U);
  root.create_file("private");
  root.set_file_mode(0640);
  root.create_file("f");
  root.create_child("c").create_file("g");
  root.open_child("c").create_file("h");
  EXPECT_EQ(test::mode_of(temp.path() / "shared" / "private"), 0600U);
  EXPECT_EQ(test::mode_of(temp.path() / "shared" / "f"), 0640U);
  EXPECT_EQ(test::mode_of(temp.path() / "shared" / "c"), 0750U);
  EXPECT_EQ(test::mode_of(temp.path() / "shared" / "c" / "g"), 0640U);
  EXPECT_EQ(test::mode_of(temp.path() / "shared" / "c" / "h"), 0640U);
  EXPECT_TRUE(root.open_child("c").has_its_mode());
}

TEST(Directory, IsSyncedAsFarAsItsFileSystemCan) {
  const Directory unable = Directory::open("/proc/sys");
  EXPECT_FALSE(unable.can_be_synced());
  EXPECT_NO_THROW(unable.sync());
  const TempDir temp;
  EXPECT_TRUE(Directory::open(temp.path()).can_be_synced());
}

TEST(Directory, MakesFoldersAndFilesPrivateWhateverTheUmask) {
  const TempDir temp;
  const mode_t before = ::umask(0);
  const Directory root = Directory::open_or_create(temp.path() / "a" / "b");
  const Directory child = root.create_child("c");
  child.create_file("f");
  ::umask(0777);
  const Directory strict = Directory::open_or_create(temp.path() / "d");
  strict.create_file("g");
  ::umask(before);

  EXPECT_EQ(test::mode_of(temp.path() / "a"), 0700U);
  EXPECT_EQ(test::mode_of(temp.path() / "a" / "b"), 0700U);
  EXPECT_EQ(test::mode_of(temp.path() / "a" / "b" / "c"), 0700U);
  EXPECT_EQ(test::mode_of(temp.path() / "a" / "b" / "c" / "f"), 0600U);
  EXPECT_EQ(test::mode_of(temp.path() / "d"), 0700U);
  EXPECT_EQ(test::mode_of(temp.path() / "d" / "g"), 0600U);
}

TEST(Directory, RefusesALinkAndSaysSo) {
  const TempDir temp;
  std::filesystem::create_directory(temp.path() / "real");
  std::filesystem::create_directory_symlink(temp.path() / "real", temp.path() / "link");
  const std::string text = error_of([&] { Directory::open_or_create(temp.path() / "link"); });
  EXPECT_NE(text.find("it is a symbolic link"), std::string::npos) << text;
  EXPECT_NE(text.find((temp.path() / "link").string()), std::string::npos) << text;
}

TEST(Directory, RefusesADanglingLink) {
  const TempDir temp;
  std::filesystem::create_directory_symlink(temp.path() / "nowhere", temp.path() / "link");
  EXPECT_NE(error_of([&] { Directory::open_or_create(temp.path() / "link"); }).find("symbolic link"),
            std::string::npos);
  EXPECT_FALSE(std::filesystem::exists(temp.path() / "nowhere"));
}

TEST(Directory, RefusesAFile) {
  const TempDir temp;
  std::ofstream(temp.path() / "file") << "x";
  EXPECT_NE(error_of([&] { Directory::open(temp.path() / "file"); }).find("is not a folder"), std::string::npos);
  EXPECT_NE(error_of([&] { Directory::open_or_create(temp.path() / "file" / "below"); }), "no error");
}

TEST(Directory, TakesAPathWithASlashOrADotAtItsEnd) {
  const TempDir temp;
  for (const char* end : {"a", "a/", "a//", "a/.", "a/./"}) {
    EXPECT_EQ(Directory::open_or_create(temp.path() / end).path(), temp.path() / "a") << end;
  }
}

TEST(Directory, LeavesToTheSystemWhatTwoDotsBehindALinkMean) {
  const TempDir temp;
  std::filesystem::create_directories(temp.path() / "real" / "deep");
  std::filesystem::create_directory_symlink(temp.path() / "real" / "deep", temp.path() / "link");
  Directory::open_or_create(temp.path() / "link" / ".." / "backup");
  EXPECT_TRUE(std::filesystem::exists(temp.path() / "real" / "backup"));
  EXPECT_FALSE(std::filesystem::exists(temp.path() / "backup"));
}

TEST(Directory, KeepsReferringToItsFolderWhenThatIsRenamed) {
  const TempDir temp;
  const Directory root = Directory::open(temp.path());
  const Directory child = root.create_child("before");
  root.rename("before", "after");
  child.create_file("f");
  EXPECT_TRUE(std::filesystem::exists(temp.path() / "after" / "f"));
}

TEST(Directory, NeverReplaces) {
  const TempDir temp;
  const Directory root = Directory::open(temp.path());
  write_all(root.create_file("new").get(), "new", "new");
  write_all(root.create_file("old").get(), "old", "old");
  EXPECT_NE(error_of([&] { root.rename("new", "old"); }).find("File exists"), std::string::npos);
  EXPECT_EQ(test::read_file(temp.path() / "old"), "old");
  EXPECT_NE(error_of([&] { root.rename_if_room("new", "old"); }).find("File exists"), std::string::npos);
  EXPECT_EQ(test::read_file(temp.path() / "old"), "old");
  root.rename("new", "newer");
  EXPECT_TRUE(root.rename_if_room("newer", "newest"));
  EXPECT_EQ(test::read_file(temp.path() / "newest"), "new");
}

TEST(Directory, NeverReplacesAnEmptyFolder) {
  const TempDir temp;
  const Directory root = Directory::open(temp.path());
  root.create_child("new");
  root.create_child("old");
  EXPECT_NE(error_of([&] { root.rename("new", "old"); }), "no error");
}

TEST(Directory, RemovesATreeButNotWhatItsLinksPointTo) {
  const TempDir temp;
  std::filesystem::create_directories(temp.path() / "outside");
  std::ofstream(temp.path() / "outside" / "precious") << "x";
  const Directory root = Directory::open(temp.path());
  const Directory tree = root.create_child("tree");
  tree.create_child("sub").create_file("f");
  std::filesystem::create_directory_symlink(temp.path() / "outside", temp.path() / "tree" / "link");
  std::filesystem::create_symlink(temp.path() / "outside" / "precious", temp.path() / "tree" / "sub" / "link");

  root.remove_tree("tree");

  EXPECT_FALSE(root.has("tree"));
  EXPECT_TRUE(std::filesystem::exists(temp.path() / "outside" / "precious"));
}

TEST(Directory, RefusesToRemoveThroughALink) {
  const TempDir temp;
  std::filesystem::create_directories(temp.path() / "outside");
  std::ofstream(temp.path() / "outside" / "precious") << "x";
  std::filesystem::create_directory_symlink(temp.path() / "outside", temp.path() / "link");
  EXPECT_NE(error_of([&] { Directory::open(temp.path()).remove_tree("link"); }), "no error");
  EXPECT_TRUE(std::filesystem::exists(temp.path() / "outside" / "precious"));
}

TEST(Directory, OpensOnlyRegularFilesAndDoesNotHangOnAPipe) {
  const TempDir temp;
  ASSERT_EQ(::mkfifo((temp.path() / "pipe").c_str(), 0600), 0);
  std::ofstream(temp.path() / "file") << "x";
  std::filesystem::create_symlink(temp.path() / "file", temp.path() / "link");
  const Directory root = Directory::open(temp.path());
  EXPECT_NE(error_of([&] { root.open_file("pipe"); }).find("not a regular file"), std::string::npos);
  EXPECT_NE(error_of([&] { root.open_file("link"); }), "no error");
  EXPECT_NE(error_of([&] { root.open_file("missing"); }).find("No such file"), std::string::npos);
  EXPECT_EQ(read_whole(root.open_file("file").get(), 10, "file"), "x");
}

TEST(File, ReadWholeRefusesWhatIsLargerThanItsLimit) {
  const TempDir temp;
  std::ofstream(temp.path() / "file") << "12345";
  const UniqueFd file = Directory::open(temp.path()).open_file("file");
  EXPECT_EQ(read_whole(file.get(), 5, "file"), "12345");
  EXPECT_NE(error_of([&] { read_whole(file.get(), 4, "file"); }).find("larger than 4 bytes"), std::string::npos);
}

TEST(File, AFullDiskGetsAHint) {
  const UniqueFd full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
  const std::string text = error_of([&] { write_all(full.get(), "x", "/dev/full"); });
  EXPECT_NE(text.find("cannot write to /dev/full: No space left on device. Free some space"), std::string::npos)
      << text;
}

TEST(Directory, GivesItsFilesNoNumberOfAStandardStream) {
  const test::TempDir temp;
  const Directory folder = Directory::open(temp.path());
  const pid_t child = ::fork();
  if (child == 0) {
    for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::close(stream);
    const UniqueFd one = folder.create_file("one");
    const UniqueFd two = folder.create_file("two");
    ::_exit(one.get() > STDERR_FILENO && two.get() > STDERR_FILENO ? 0 : 1);
  }
  int status = 0;
  EXPECT_EQ(::waitpid(child, &status, 0), child);
  EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0);
}

}  // namespace
}  // namespace mongokeep
