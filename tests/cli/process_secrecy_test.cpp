#include "cli/process_secrecy.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace mongokeep::cli {
namespace {

using ::testing::ElementsAre;
using Words = std::vector<std::string>;

std::vector<char*> pointers(Words& words) {
  std::vector<char*> all;
  for (std::string& word : words) all.push_back(word.data());
  all.push_back(nullptr);
  return all;
}

Words hidden(Words words, Words environment = {}) {
  const auto count = static_cast<int>(words.size());
  std::vector<char*> arguments = pointers(words);
  std::vector<char*> entries = pointers(environment);
  hide_secrets(count, arguments.data(), entries.data());
  words.insert(words.end(), environment.begin(), environment.end());
  return words;
}

TEST(HideSecrets, OverwritesInEveryForm) {
  EXPECT_THAT(hidden({"mongokeep", "backup", "--uri", "mongodb://u:pw@h/db", "--quiet"}),
              ElementsAre("mongokeep", "backup", "--uri", "mongodb://****@h/db", "--quiet"));
  EXPECT_THAT(hidden({"mongokeep", "--uri=mongodb+srv://u:pw@h/db"}),
              ElementsAre("mongokeep", "--uri=mongodb+srv://****@h/db"));
  EXPECT_THAT(hidden({"mongokeep", "backup", "mongodb://u:pw@h"}),
              ElementsAre("mongokeep", "backup", "mongodb://****@h"));
}

TEST(HideSecrets, OverwritesWhatIsMalformed) {
  EXPECT_THAT(hidden({"mongokeep", "--uri", "u:p w'@h"}), ElementsAre("mongokeep", "--uri", "******@h"));
  EXPECT_THAT(hidden({"mongokeep", "--url=mongodb://u:p@h"}), ElementsAre("mongokeep", "--url=mongodb://***@h"));
  EXPECT_THAT(hidden({"mongokeep", "mongodb://u:p w@h"}), ElementsAre("mongokeep", "mongodb://*****@h"));
  EXPECT_THAT(hidden({"mongokeep", "--uri"}), ElementsAre("mongokeep", "--uri"));
}

TEST(HideSecrets, OverwritesTheEnvironment) {
  EXPECT_THAT(hidden({"mongokeep"}, {"MONGOKEEP_URI=mongodb://u:pw@h/", "MONGOKEEP_ROOT=a@b"}),
              ElementsAre("mongokeep", "MONGOKEEP_URI=mongodb://****@h/", "MONGOKEEP_ROOT=a@b"));
}

TEST(HideSecrets, OverwritesEveryConnectionStringOfTheEnvironment) {
  for (const std::string name : {"MONGOKEEP_DRILL_URI=", "MONGOKEEP_AGAINST="}) {
    EXPECT_THAT(hidden({"mongokeep"}, {name + "mongodb://u:pw@h/"}),
                ElementsAre("mongokeep", name + "mongodb://****@h/"));
  }
}

TEST(HideSecrets, OverwritesHooksAsAWhole) {
  EXPECT_THAT(hidden({"mongokeep"}, {"MONGOKEEP_HOOKS_PING_URL=https://h/id", "MONGOKEEP_HOOKS_ON_SUCCESS=curl h/id",
                                     "MONGOKEEP_HOOKS_DRILL_PING_URL=h", "MONGOKEEP_HOOKS"}),
              ElementsAre("mongokeep", "MONGOKEEP_HOOKS_PING_URL=************", "MONGOKEEP_HOOKS_ON_SUCCESS=*********",
                          "MONGOKEEP_HOOKS_DRILL_PING_URL=*", "MONGOKEEP_HOOKS"));
}

TEST(HideSecrets, OverwritesWhatDescribesRemotesOfRclones) {
  EXPECT_THAT(hidden({"mongokeep"}, {"RCLONE_CONFIG_KEEP_SECRET_ACCESS_KEY=hush", "RCLONE_CONFIG_PASS=pw",
                                     "RCLONE_CONFIG=/etc/rclone.conf"}),
              ElementsAre("mongokeep", "RCLONE_CONFIG_KEEP_SECRET_ACCESS_KEY=****", "RCLONE_CONFIG_PASS=**",
                          "RCLONE_CONFIG=/etc/rclone.conf"));
}

TEST(HideSecrets, OverwritesPasswordsOfFlagsThatWeDoNotHave) {
  EXPECT_THAT(hidden({"mongokeep", "backup", "--password", "geheim", "-p", "geheim", "--db", "x"}),
              ElementsAre("mongokeep", "backup", "--password", "******", "-p", "******", "--db", "x"));
  EXPECT_THAT(hidden({"mongokeep", "--password=geheim", "-pgeheim", "--passphraseFile", "f"}),
              ElementsAre("mongokeep", "--password=******", "-p******", "--passphraseFile", "f"));
}

TEST(HideSecrets, OverwritesAPasswordWithoutItsAt) {
  EXPECT_THAT(hidden({"mongokeep", "--uri", "mongodb://u:geheim/db"}),
              ElementsAre("mongokeep", "--uri", "mongodb://u:******/db"));
}

TEST(HideSecrets, OverwritesSecretOptions) {
  EXPECT_THAT(hidden({"mongokeep", "--uri", "mongodb://h/?tlsCertificateKeyFilePassword=abc&tls=true"}),
              ElementsAre("mongokeep", "--uri", "mongodb://h/?tlsCertificateKeyFilePassword=***&tls=true"));
}

}  // namespace
}  // namespace mongokeep::cli
