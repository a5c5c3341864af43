#include "cli/views/clean_backup.h"

#include <gtest/gtest.h>

#include "cli/views/list_view.h"
#include "cli/views/sample_entries.h"
#include "cli/views/show_view.h"

namespace mongokeep::cli {
namespace {

TEST(CleanBackup, HidesSecretsInFailuresBeforeTheyAreEscaped) {
  archive::StoredBackup backup = test::partial_backup();
  backup.manifest->collections.back().error = "refused: pa\"ss\\word";
  const Redactor redactor("mongodb://user:pa\"ss\\word@h/db");
  const BackupEntry clean = cleaned(root::shown_entry(backup), redactor);
  const auto json = show_json(clean);
  EXPECT_EQ(json.at("collections").back().at("error"), "refused: ***");
  EXPECT_NE(show_text(clean, "UTC").find("orders: refused: ***"), std::string::npos);
}

TEST(CleanBackup, HidesSecretsInWhatIsWrongWithAFolder) {
  const Redactor redactor("mongodb://user:s3cret@h/db");
  EXPECT_EQ(cleaned(bare_entry("a", BackupState::damaged, "has s3cret in it"), redactor).problem, "has *** in it");
}

TEST(CleanBackup, HidesSecretsInWhyAFolderStays) {
  const Redactor redactor("mongodb://user:s3cret@h/db");
  const CleanupDecision decision = {
      bare_entry("a", BackupState::unreadable, "s3cret"), {}, CleanupDecision::Verdict::keep, "cannot be read: s3cret"};
  EXPECT_EQ(cleaned(decision, redactor).reason, "cannot be read: ***");
  EXPECT_EQ(cleaned(decision, redactor).backup.problem, "***");
}

TEST(CleanBackup, LeavesPathsAndNamesWhole) {
  const BackupEntry clean = cleaned(complete_entry(), Redactor("mongodb://user:backup@h/db"));
  EXPECT_EQ(list_json({clean})[0].at("path"), "/srv/backup/20th_Feb_2024");
  EXPECT_EQ(cleaned(complete_entry(), Redactor("mongodb://user:users@h/db")).collections[0].name, "users");
}

}  // namespace
}  // namespace mongokeep::cli
