// `mongokeep check` of the stores, and the warnings about what their keys lie in.

#include "end_to_end/check_scene.h"
#include "support/files.h"
#include "support/installed_command.h"
#include "support/s3_store.h"
#include "support/sftp_store.h"
#include "support/store_proxy.h"

namespace mongokeep::test {
namespace {

using testing::Contains;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
namespace fs = std::filesystem;

/// On the Rust server alone: what is tried is not the server.
class CheckStores_rclone_versitygw_secantus_rust : public testing::Test {
 protected:
  CheckStores_rclone_versitygw_secantus_rust() {
    scene_.insert_numbered("users", 3);
    write_rclone_config(conf("bucket"), bucket_.rclone_section(S3Store::User::owner, proxy_.port()));
    write_rclone_config(conf("nas"), nas_.rclone_section());
    configure(installed_command("rclone"), store_text("bucket", bucket_.remote()) + store_text("nas", nas_.remote()));
  }

  fs::path conf(const std::string& name) const { return scene_.folder() / (name + ".conf"); }
  fs::path config() const { return scene_.folder() / "keep.toml"; }
  std::string store_text(const std::string& name, const std::string& remote) const {
    return "[[stores]]\nname = \"" + name + "\"\nremote = \"" + remote + "\"\nrclone_config = \"" +
           conf(name).string() + "\"\n";
  }
  void configure(const fs::path& rclone, const std::string& stores) const {
    write_file(config(), "rclone = \"" + rclone.string() + "\"\n" + stores);
  }

  Checked check() const {
    ProgramCall call = scene_.backup_call({"--config", config().string(), "--json"});
    call.arguments.front() = "check";
    return Checked(run_program(call));
  }

  S3Store bucket_;
  StoreProxy proxy_{bucket_.port()};
  SftpStore nas_;
  Scene scene_{shared_server(ServerKind::secantus_rust)};
};

TEST_F(CheckStores_rclone_versitygw_secantus_rust, FindsThemAtWorkAndWritesNothing) {
  const Checked checked = check();
  EXPECT_EQ(checked.exit_code(), 0) << checked.result().error;
  EXPECT_THAT(checked.lines("stores", "ok"), HasSubstr("rclone 1."));
  EXPECT_THAT(checked.lines("stores", "ok"), HasSubstr("bucket: " + bucket_.remote() + " answers and can be listed"));
  EXPECT_THAT(checked.lines("stores", "ok"), HasSubstr("nas: "));
  EXPECT_THAT(checked.topics(), Contains("stores"));
  for (const StoreExchange& exchange : proxy_.exchanges()) {
    EXPECT_TRUE(exchange.method == "GET" || exchange.method == "HEAD") << exchange.method << " " << exchange.target;
  }
  EXPECT_FALSE(fs::exists(nas_.folder()));
}

TEST_F(CheckStores_rclone_versitygw_secantus_rust, IsSilentWhereThereAreNone) {
  configure("/nowhere/rclone", "");
  EXPECT_THAT(check().topics(), Not(Contains("stores")));
}

TEST_F(CheckStores_rclone_versitygw_secantus_rust, NamesTheOneThatIsAway) {
  nas_.kill();
  const Checked checked = check();
  EXPECT_EQ(checked.exit_code(), 3);
  EXPECT_THAT(checked.lines("stores", "failed"), HasSubstr("nas"));
  EXPECT_THAT(checked.lines("stores", "failed"), Not(HasSubstr("bucket")));
  EXPECT_THAT(checked.lines("stores", "ok"), HasSubstr("bucket: "));
}

TEST_F(CheckStores_rclone_versitygw_secantus_rust, DoesNotWaitForOneThatHangs) {
  proxy_.add({.kind = StoreFault::Kind::stall});
  const Checked checked = check();
  EXPECT_EQ(checked.exit_code(), 3);
  EXPECT_THAT(checked.lines("stores", "failed"), HasSubstr("bucket"));
  EXPECT_THAT(checked.lines("stores", "ok"), HasSubstr("nas: "));
}

TEST_F(CheckStores_rclone_versitygw_secantus_rust, NamesAnRcloneThatIsMissingOrTooOld) {
  const std::string stores = store_text("bucket", bucket_.remote()) + store_text("nas", nas_.remote());
  configure("/nowhere/rclone", stores);
  const Checked missing = check();
  EXPECT_EQ(missing.exit_code(), 3);
  EXPECT_THAT(missing.lines("stores", "failed"), HasSubstr("/nowhere/rclone"));
  EXPECT_THAT(missing.lines("stores", "unknown"), HasSubstr("nas: rclone cannot be used"));

  // What Debian 12 has: a real one that tells another version.
  const fs::path old = scene_.folder() / "old-rclone";
  write_file(old, "#!/bin/sh\n[ \"$1\" = version ] && { echo rclone v1.60.1-DEV; exit; }\nexec '" +
                      installed_command("rclone").string() + "' \"$@\"\n");
  fs::permissions(old, fs::perms(0755));
  configure(old, stores);
  const Checked checked = check();
  EXPECT_EQ(checked.exit_code(), 0) << checked.result().error;
  EXPECT_THAT(checked.lines("stores", "warning"), HasSubstr("nas: rclone 1.60"));
  EXPECT_THAT(checked.lines("stores", "warning"), HasSubstr("Install rclone 1.63 or newer"));
  EXPECT_THAT(checked.lines("stores", "warning"), Not(HasSubstr("bucket"))) << "objects are whole or not there";
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const ProgramResult pushed = scene_.call("push", {"--config", config().string()});
  EXPECT_EQ(pushed.exit_code, 0) << pushed.error;
  EXPECT_EQ(line_of(pushed, "pushBackups: This rclone is old for the store").at("store"), "nas");
}

TEST_F(CheckStores_rclone_versitygw_secantus_rust, WarnsOfKeysThatOthersCanRead) {
  EXPECT_THAT(check().lines("stores", "warning"), IsEmpty());
  fs::permissions(conf("nas"), fs::perms(0644));
  EXPECT_THAT(check().lines("stores", "warning"), HasSubstr("chmod 600 " + conf("nas").string()));
  ASSERT_EQ(scene_.back_up().exit_code, 0);
  const auto warnings = [&](const std::string& command, std::vector<std::string> more) {
    more.insert(more.end(), {"--config", config().string()});
    std::string all;
    for (const Json& line : lines_with(scene_.call(command, more), "Unsafe setup")) all += line.at("hint");
    return all;
  };
  EXPECT_THAT(warnings("push", {}), HasSubstr("chmod 600 " + conf("nas").string()));
  EXPECT_THAT(warnings("run", {"--once", "push"}), HasSubstr("chmod 600 " + conf("nas").string()));
  EXPECT_THAT(warnings("stores", {}), HasSubstr("chmod 600"));
  EXPECT_THAT(warnings("list", {"nas:"}), HasSubstr("chmod 600"));
  EXPECT_THAT(warnings("verify", {"nas:latest"}), HasSubstr("chmod 600"));
  EXPECT_THAT(warnings("verify", {"latest"}), IsEmpty()) << "no store is used";
}

}  // namespace
}  // namespace mongokeep::test
