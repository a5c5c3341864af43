// Stores that are described wrongly, and stores that do not answer: what a command says, and how it ends.

#include <gmock/gmock.h>

#include "support/files.h"
#include "support/installed_command.h"
#include "support/loopback.h"
#include "support/program.h"
#include "support/store.h"
#include "support/temp_dir.h"

namespace mongokeep::test {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
namespace fs = std::filesystem;

/// A configuration file, and an empty root. No database is asked.
class StoreSetup_rclone : public testing::Test {
 protected:
  StoreSetup_rclone() {
    fs::create_directory(room_.path() / "root");
    fs::create_directory(room_.path() / "disk");
  }

  fs::path config() const { return room_.path() / "keep.toml"; }
  std::string disk() const { return store("disk", (room_.path() / "disk").string()); }
  static std::string store(const std::string& name, const std::string& remote, const std::string& more = {}) {
    return "[[stores]]\nname = \"" + name + "\"\nremote = \"" + remote + "\"\n" + more;
  }
  void configure(const std::string& stores, const fs::path& rclone = installed_command("rclone")) const {
    write_file(config(), "rclone = \"" + rclone.string() + "\"\n" + stores);
  }

  ProgramResult run(std::vector<std::string> words, std::map<std::string, std::string> environment = {}) const {
    words.insert(words.end(), {"--config", config().string()});
    environment.emplace("MONGOKEEP_ROOT", (room_.path() / "root").string());
    return run_program(
        {.arguments = std::move(words), .environment = std::move(environment), .working_folder = room_.path()});
  }

  TempDir room_;
};

TEST_F(StoreSetup_rclone, WithoutAUsableProgramIsWrongForEveryCommand) {
  const fs::path old = room_.path() / "old";
  write_file(old, "#!/bin/sh\necho 'rclone v1.50.2'\n");
  fs::permissions(old, fs::perms::owner_all);
  for (const fs::path& rclone : {room_.path() / "none", old}) {
    configure(disk(), rclone);
    for (const std::vector<std::string>& command : std::vector<std::vector<std::string>>{{"push"},
                                                                                         {"push", "--dryRun"},
                                                                                         {"stores"},
                                                                                         {"stores", "check", "disk"},
                                                                                         {"pull", "disk:latest"},
                                                                                         {"list", "disk:"},
                                                                                         {"run", "--once", "push"}}) {
      const ProgramResult refused = run(command);
      EXPECT_EQ(refused.exit_code, 2) << command[0] << refused.output << refused.error;
      EXPECT_THAT(refused.error, HasSubstr("Install rclone 1.63 or newer")) << command[0];
    }
  }
}

TEST_F(StoreSetup_rclone, ThatIsWrongForOneStoreIsOneStoresFailure) {
  configure(store("nas", "nowhere:shop", "rclone_config = \"" + (room_.path() / "rclone.conf").string() + "\"\n") +
            disk());
  write_rclone_config(room_.path() / "rclone.conf", "");
  for (const char* command : {"push", "stores"}) {
    const ProgramResult partial = run({command});
    EXPECT_EQ(partial.exit_code, 3) << partial.output << partial.error;
    EXPECT_THAT(partial.output, AllOf(HasSubstr("nas"), HasSubstr("disk"))) << command;
  }
  const ProgramResult alone = run({"list", "nas:"});
  EXPECT_EQ(alone.exit_code, 1);
  EXPECT_THAT(alone.error, AllOf(HasSubstr("rclone_config"), HasSubstr("RCLONE_CONFIG"), Not(HasSubstr("::"))));
}

TEST_F(StoreSetup_rclone, IsToldOfByFileAndLine) {
  const std::string line_4 = config().string() + ":4";
  const auto refusal = [&](const std::string& stores) {
    configure("\n" + stores);
    const ProgramResult refused = run({"stores"});
    EXPECT_EQ(refused.exit_code, 2) << refused.output;
    return refused.error;
  };
  EXPECT_THAT(refusal(store("off site", "/mnt/disk")), HasSubstr(line_4));
  EXPECT_THAT(refusal(store("disk", "mnt/disk")), HasSubstr(line_4));
  EXPECT_THAT(refusal(store("disk", "/mnt/disk", "keep_daily = 7\n")), HasSubstr(line_4));
  EXPECT_THAT(refusal(store("disk", "/mnt/disk", "bandwidth = \"8x\"\n")), HasSubstr("500K, 8M or 1G"));
  const std::string same_place = refusal(store("disk", "/mnt/disk") + store("copy", "/mnt//disk/"));
  EXPECT_THAT(same_place, AllOf(HasSubstr("disk (" + line_4), HasSubstr("copy (" + config().string() + ":7")));
}

TEST_F(StoreSetup_rclone, IsHelpedWithTheColon) {
  configure(disk());
  const ProgramResult backup = run({"health", "disk:latest"});
  EXPECT_EQ(backup.exit_code, 2);
  EXPECT_THAT(backup.error, AllOf(HasSubstr("`disk:`"), HasSubstr("mongokeep show disk:latest")));
  EXPECT_EQ(run({"push", "--store", "disk:"}).exit_code, 0);
  const ProgramResult empty = run({"list", "disk:"});
  EXPECT_EQ(empty.exit_code, 0);
  EXPECT_THAT(empty.error, AllOf(HasSubstr("\"store\":\"disk\""), Not(HasSubstr("root"))));
}

TEST_F(StoreSetup_rclone, TellsWhatADryRunWouldShipInOneLine) {
  configure(disk());
  const ProgramResult nothing = run({"push", "--dryRun"});
  EXPECT_EQ(nothing.exit_code, 0) << nothing.error;
  EXPECT_THAT(nothing.output, HasSubstr("disk: 0 backups would be shipped (0 files, 0 B)"));
}

/// One of two stores takes connections, and says nothing.
class SilentStore_rclone : public StoreSetup_rclone {
 protected:
  SilentStore_rclone() {
    write_rclone_config(room_.path() / "rclone.conf",
                        "[mute]\ntype = s3\nprovider = Other\nregion = us-east-1\nendpoint = http://127.0.0.1:" +
                            std::to_string(port_of(listener_)) + "\naccess_key_id = a\nsecret_access_key = b\n");
    configure(store("mute", "mute:bucket", "rclone_config = \"" + (room_.path() / "rclone.conf").string() + "\"\n") +
              disk());
  }

  /// Its queue holds what nobody takes.
  UniqueFd listener_ = listen_on_loopback(0);
};

TEST_F(SilentStore_rclone, KeepsNobodyWaitingLong) {
  // Without the shorter patience, rclone's own ends after more than what a test may take.
  const ProgramResult stores = run({"stores"});
  EXPECT_EQ(stores.exit_code, 3);
  EXPECT_THAT(stores.output, AllOf(HasSubstr("mute"), HasSubstr("unreachable"), HasSubstr("disk"),
                                   HasSubstr("reachable"), HasSubstr("it has moved nothing for 15 s")));
}

TEST_F(SilentStore_rclone, IsNamedByEachCommandThatLooks) {
  for (const std::vector<std::string>& command :
       std::vector<std::vector<std::string>>{{"list", "mute:"}, {"health", "mute:"}, {"show", "mute:latest"}}) {
    std::vector<std::string> words = command;
    words.insert(words.end(), {"--storeTimeout", "3s"});
    const ProgramResult away = run(words);
    EXPECT_EQ(away.exit_code, 1) << away.output;
    EXPECT_THAT(away.error, AllOf(HasSubstr("mute"), HasSubstr("for 3 s"))) << command[0];
  }
  const ProgramResult check = run({"stores", "check", "mute", "--storeTimeout", "3s"});
  EXPECT_EQ(check.exit_code, 3);
  EXPECT_THAT(check.output, AllOf(HasSubstr("the store cannot be listed"), HasSubstr("for 3 s")));
  const ProgramResult plan = run({"push", "--dryRun", "--storeTimeout", "3s"});
  EXPECT_EQ(plan.exit_code, 3);
  EXPECT_THAT(plan.output, AllOf(HasSubstr("mute: cannot be used"), HasSubstr("disk: 0 backups would be shipped")));
}

}  // namespace
}  // namespace mongokeep::test
