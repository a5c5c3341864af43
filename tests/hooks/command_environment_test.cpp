#include "hooks/command_environment.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <array>

namespace mongokeep::hooks {
namespace {

using testing::ElementsAre;

TEST(CommandEnvironment, IsOursWithoutSecretsAndSaysWhatHappened) {
  const std::array ours{"PATH=/bin",
                        "MONGOKEEP_URI=mongodb://u:p@h",
                        "MONGOKEEP_URI_FILE=/etc/uri",
                        "MONGOKEEP_DRILL_URI=mongodb://u:p@h",
                        "MONGOKEEP_DRILL_URI_FILE=/etc/uri",
                        "MONGOKEEP_AGAINST=mongodb://u:p@h",
                        "MONGOKEEP_AGAINST_FILE=/etc/uri",
                        "MONGOKEEP_DRILL_DATABASE=scratch",
                        "MONGOKEEP_HOOKS_PING_URL=https://h/secret",
                        "MONGOKEEP_HOOKS_ON_SUCCESS=x",
                        "MONGOKEEP_ROOT=/srv/backup",
                        "MONGOKEEP_URIS=none of ours",
                        "RCLONE_CONFIG=/etc/mongokeep/rclone.conf",
                        "RCLONE_CONFIG_KEEP_SECRET_ACCESS_KEY=secret",
                        "RCLONE_CONFIG_PASS=secret",
                        "RCLONE_=",
                        "RCLONE=a program",
                        "MY_RCLONE_REMOTE=keep:",
                        static_cast<const char*>(nullptr)};
  EXPECT_THAT(command_environment(ours.data(), {Task::backup, Happening::succeeded, "", ""}),
              ElementsAre("PATH=/bin", "MONGOKEEP_DRILL_DATABASE=scratch", "MONGOKEEP_ROOT=/srv/backup",
                          "MONGOKEEP_URIS=none of ours", "RCLONE=a program",
                          "MY_RCLONE_REMOTE=keep:", "MKHOOK_TASK=backup", "MKHOOK_EVENT=success"));
}

TEST(CommandEnvironment, LeavesOutACloudsSecretsAndKeepsTheWayToItsRole) {
  const std::array ours{"AWS_ACCESS_KEY_ID=AKIA",
                        "AWS_SECRET_ACCESS_KEY=secret",
                        "AWS_SESSION_TOKEN=secret",
                        "AWS_CONTAINER_AUTHORIZATION_TOKEN=secret",
                        "AZURE_CLIENT_SECRET=secret",
                        "AZURE_STORAGE_KEY=secret",
                        "AZURE_STORAGE_CONNECTION_STRING=AccountKey=secret",
                        "AZURE_PASSWORD=secret",
                        "AZURE_CLIENT_CERTIFICATE_PASSWORD=secret",
                        "AWS_PROFILE=backup",
                        "AWS_REGION=eu-central-1",
                        "AWS_ROLE_ARN=arn",
                        "AWS_WEB_IDENTITY_TOKEN_FILE=/run/token",
                        "AWS_SHARED_CREDENTIALS_FILE=/etc/aws",
                        "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/role",
                        "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://169.254.170.23/v1",
                        "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=/run/token",
                        "AZURE_CLIENT_ID=id",
                        "AZURE_AUTHORITY_HOST=https://login",
                        "AZURE_FEDERATED_TOKEN_FILE=/run/token",
                        "MY_SECRET=mine",
                        static_cast<const char*>(nullptr)};
  EXPECT_THAT(command_environment(ours.data(), {Task::backup, Happening::succeeded, "", ""}),
              ElementsAre("AWS_PROFILE=backup", "AWS_REGION=eu-central-1", "AWS_ROLE_ARN=arn",
                          "AWS_WEB_IDENTITY_TOKEN_FILE=/run/token", "AWS_SHARED_CREDENTIALS_FILE=/etc/aws",
                          "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI=/v2/role",
                          "AWS_CONTAINER_CREDENTIALS_FULL_URI=http://169.254.170.23/v1",
                          "AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE=/run/token", "AZURE_CLIENT_ID=id",
                          "AZURE_AUTHORITY_HOST=https://login", "AZURE_FEDERATED_TOKEN_FILE=/run/token",
                          "MY_SECRET=mine", "MKHOOK_TASK=backup", "MKHOOK_EVENT=success"));
}

TEST(CommandEnvironment, OfAHookWithinAHookIsItsOwn) {
  const std::array ours{"MKHOOK_TASK=backup", "MKHOOK_EVENT=success", static_cast<const char*>(nullptr)};
  EXPECT_THAT(command_environment(ours.data(), {Task::cleanup, Happening::failed, "", ""}),
              ElementsAre("MKHOOK_TASK=cleanup", "MKHOOK_EVENT=failure"));
}

}  // namespace
}  // namespace mongokeep::hooks
