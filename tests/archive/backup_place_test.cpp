#include "archive/backup_place.h"

#include <gtest/gtest.h>

#include "archive/backup_search.h"
#include "archive/local_folder.h"
#include "base/text/time_text.h"
#include "mongokeep/error.h"
#include "support/root_of_folders.h"

namespace mongokeep::archive {
namespace {

TEST(NamesInStores, HaveAColonBeforeAnySlash) {
  const auto parts = [](const char* text) {
    const auto name = name_in_store(text);
    return name ? name->store + "|" + name->backup : "none";
  };
  EXPECT_EQ(parts("offsite:latest"), "offsite|latest");
  EXPECT_EQ(parts("off-site_2:20th_Feb_2024"), "off-site_2|20th_Feb_2024");
  EXPECT_EQ(parts("offsite:20th_Feb_2024/"), "offsite|20th_Feb_2024");
  EXPECT_EQ(parts("offsite:"), "offsite|");
  EXPECT_EQ(parts("offsite:a:b"), "offsite|a:b");
  for (const char* path : {"latest", "", ":", ":latest", "./my:folder", "/srv/a:b", "a b:c", "é:latest"}) {
    EXPECT_EQ(parts(path), "none") << path;
  }
}

TEST(NamesInStores, LeadToTheCommandThatListsThem) {
  EXPECT_EQ(list_command("offsite:20th_Feb_2024"), "`mongokeep list offsite:`");
  EXPECT_EQ(list_command("/srv/my backups/20th_Feb_2024"), "`mongokeep list --root '/srv/my backups'`");
}

class BackupsInAStore : public testing::Test {
 protected:
  BackupPlace found(const std::string& wanted) {
    Log log([](const LogEntry&) {}, [this] { return now_; });
    const BackupRoots roots = {.local = here_.path(), .open_store = [this](const std::string& store) {
                                 if (store != "there") throw Error(ErrorKind::usage, "use the store", store, "none");
                                 return std::make_shared<LocalFolder>(Directory::open(there_.path()));
                               }};
    return find_backup(roots, wanted, now_, log);
  }

  std::chrono::system_clock::time_point now_ = parse_utc_text("2024-06-01T03:00:00.000Z").value();
  test::RootOfFolders here_{now_};
  test::RootOfFolders there_{now_};
};

TEST_F(BackupsInAStore, AreFoundByNameAndAsTheLatest) {
  here_.add_backup("30th_May_2024", 2);
  there_.add_backup("1st_May_2024", 31);
  there_.add_backup("2nd_May_2024", 30);
  EXPECT_EQ(found("there:latest").name, "2nd_May_2024");
  EXPECT_EQ(found("there:1st_May_2024").name, "1st_May_2024");
  EXPECT_EQ(found("latest").path, here_.path() / "30th_May_2024");
  EXPECT_FALSE(found("latest").root);
}

TEST_F(BackupsInAStore, AreNotLookedForElsewhere) {
  here_.add_backup("30th_May_2024", 2);
  there_.add_backup("1st_May_2024", 31);
  for (const char* wanted : {"there:30th_May_2024", "there:", "there:../30th_May_2024", "there:.", "there:..",
                             "nowhere:latest", "there:/srv/backup"}) {
    try {
      found(wanted);
      ADD_FAILURE() << wanted;
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::usage) << wanted;
    }
  }
}

}  // namespace
}  // namespace mongokeep::archive
