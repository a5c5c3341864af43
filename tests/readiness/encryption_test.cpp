#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mongokeep/readiness.h"
#include "readiness/encryption_check.h"

namespace mongokeep::readiness {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

/// Of nobody: the public half of a key pair that was thrown away.
constexpr const char* recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p";

BackupSettings sealed() {
  BackupSettings settings;
  settings.encryption.recipients = {recipient};
  return settings;
}

TEST(EncryptionCheck, ReadsTheKeysBeforeTheNight) {
  DecryptionKeys keys;
  keys.identity_file = "/no/such/folder/key.txt";
  for (const BackupSettings& settings : {BackupSettings(), sealed()}) {
    try {
      mongokeep::check_encryption(settings, keys);
      ADD_FAILURE() << "it did not read the file";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::configuration);
      EXPECT_EQ(error.subject(), "/no/such/folder/key.txt");
    }
  }
}

TEST(EncryptionCheck, WarnsOfALoneRecipientInTheSameWordsEverywhere) {
  EXPECT_THAT(mongokeep::check_encryption(BackupSettings(), {}), IsEmpty());
  EXPECT_THAT(mongokeep::check_encryption(sealed(), {}),
              ElementsAre("Backups are encrypted for one recipient only: if its key is lost, nobody can read them. Add "
                          "a second recipient and keep its key elsewhere"));
  ReadinessSettings settings;
  settings.backup = sealed();
  Findings findings;
  check_encryption(settings, findings);
  ASSERT_EQ(findings.all().size(), 1U);
  EXPECT_EQ(findings.all().front().finding,
            "Backups are encrypted for one recipient only: if its key is lost, nobody can read them");
  EXPECT_EQ(findings.all().front().hint, "Add a second recipient and keep its key elsewhere");
}

}  // namespace
}  // namespace mongokeep::readiness
