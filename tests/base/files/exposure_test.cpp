#include "base/files/exposure.h"

#include <gmock/gmock.h>
#include <sys/stat.h>
#include <unistd.h>

#include <fstream>

#include "support/temp_dir.h"

namespace mongokeep {
namespace {

namespace fs = std::filesystem;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

class ExposureTest : public testing::Test {
 protected:
  fs::path file(mode_t mode) {
    const fs::path path = temp_.path() / "file with blank";
    std::ofstream(path) << "text";
    ::chmod(path.c_str(), mode);
    return path;
  }
  fs::path folder(const std::string& name, mode_t mode) {
    const fs::path path = temp_.path() / name;
    fs::create_directories(path);
    ::chmod(path.c_str(), mode);
    return path;
  }
  static std::vector<std::string> findings(const std::vector<Exposure>& all) {
    std::vector<std::string> texts;
    for (const Exposure& one : all) texts.push_back(one.finding);
    return texts;
  }

  test::TempDir temp_;
};

TEST_F(ExposureTest, OfASecretTellsWhoCanReadAndWriteItAndWhatToType) {
  for (const mode_t good : {0600U, 0400U, 0700U, 0640U}) {
    EXPECT_THAT(exposures_of_file(file(good), FileTrust::secret), IsEmpty()) << good;
  }
  const auto of = [&](mode_t mode) { return exposures_of_file(file(mode), FileTrust::secret); };
  EXPECT_THAT(findings(of(0644)), ElementsAre(HasSubstr("every user of this machine can read /")));
  EXPECT_THAT(findings(of(0604)), ElementsAre(HasSubstr("which contains a secret (mode 0604)")));
  EXPECT_THAT(findings(of(0602)), ElementsAre(HasSubstr("every user of this machine can write to /")));
  EXPECT_THAT(findings(of(0666)), ElementsAre(HasSubstr("every user of this machine can read and write to /")));
  EXPECT_THAT(findings(of(0620)), ElementsAre(HasSubstr("every member of the group")));
  EXPECT_THAT(findings(of(0664)),
              ElementsAre(HasSubstr("every user of this machine can read /"), HasSubstr("can write to /")));
  EXPECT_EQ(of(0644)[0].remedy, "chmod 600 '" + (temp_.path() / "file with blank").string() + "'");
}

TEST_F(ExposureTest, OfAPublicFileTellsWhoCanWriteIt) {
  EXPECT_THAT(exposures_of_file(file(0644), FileTrust::public_text), IsEmpty());
  const auto found = exposures_of_file(file(0646), FileTrust::public_text);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].finding, HasSubstr("every user of this machine can write to"));
  EXPECT_THAT(found[0].remedy, testing::StartsWith("chmod go-w "));
}

TEST_F(ExposureTest, OfWhatIsNoFileIsNone) {
  EXPECT_THAT(exposures_of_file(temp_.path(), FileTrust::secret), IsEmpty());
  EXPECT_THAT(exposures_of_file(temp_.path() / "missing", FileTrust::secret), IsEmpty());
  EXPECT_THAT(exposures_of_file("", FileTrust::secret), IsEmpty());
  EXPECT_THAT(exposures_of_file("/dev/null", FileTrust::secret), IsEmpty());
}

TEST_F(ExposureTest, FollowsLinks) {
  fs::create_symlink(file(0644), temp_.path() / "link");
  EXPECT_THAT(exposures_of_file(temp_.path() / "link", FileTrust::secret), SizeIs(1));
}

TEST_F(ExposureTest, OfTheRootTellsWhoCanWriteToIt) {
  const fs::path root = folder("root", 0700);
  EXPECT_THAT(exposures_of_root(root), IsEmpty());
  for (const mode_t open : {0777U, 0702U, 01777U, 0770U}) {
    const auto found = exposures_of_root(folder("root", open));
    ASSERT_THAT(found, SizeIs(1)) << open;
    EXPECT_THAT(found[0].finding, HasSubstr("put or remove backups there"));
    EXPECT_EQ(found[0].remedy, "chmod go-w " + root.string());
  }
}

TEST_F(ExposureTest, OfTheRootTellsOfParentsWhereOthersCanRenameIt) {
  const fs::path parent = folder("parent", 0777);
  const fs::path root = folder("parent/inner/root", 0700);
  const auto found = exposures_of_root(root);
  ASSERT_THAT(found, SizeIs(1));
  EXPECT_THAT(found[0].finding, HasSubstr("can put another folder in the place of " + root.string()));
  EXPECT_THAT(found[0].remedy, HasSubstr("chmod go-w " + parent.string()));
  EXPECT_THAT(exposures_of_root(parent / "new/root"), SizeIs(1)) << "one that is not there yet";
  fs::create_directory_symlink(root, temp_.path() / "link");
  EXPECT_THAT(exposures_of_root(temp_.path() / "link"), SizeIs(1)) << "behind a link";
  folder("parent", 01777);
  EXPECT_THAT(exposures_of_root(root), IsEmpty()) << "sticky";
}

TEST_F(ExposureTest, TellsOfOtherOwners) {
  if (::geteuid() != 0) return;  // Only root can give files away.
  const fs::path given = file(0600);
  ASSERT_EQ(::chown(given.c_str(), 65534, 65534), 0);
  for (const FileTrust trust : {FileTrust::secret, FileTrust::public_text}) {
    const auto found = exposures_of_file(given, trust);
    ASSERT_THAT(found, SizeIs(1));
    EXPECT_THAT(found[0].finding, HasSubstr("belongs to"));
    EXPECT_THAT(found[0].remedy, HasSubstr("chown root "));
  }
  const fs::path root = folder("parent/root", 0700);
  ASSERT_EQ(::chown(root.c_str(), 65534, 65534), 0);
  EXPECT_THAT(findings(exposures_of_root(root)), ElementsAre(HasSubstr("who can change and remove the backups")));
  ASSERT_EQ(::chown(root.c_str(), 0, 0), 0);
  ASSERT_EQ(::chown(root.parent_path().c_str(), 65534, 65534), 0);
  EXPECT_THAT(findings(exposures_of_root(root)), ElementsAre(HasSubstr("can put another folder in the place")));
}

}  // namespace
}  // namespace mongokeep
