// What a daemon with recipients does at night, by its tasks one by one.

#include <gmock/gmock.h>

#include "end_to_end/packed_scene.h"

namespace mongokeep::test {
namespace {

using testing::HasSubstr;

class SealedNight : public PackedScene {
 protected:
  /// `mongokeep run --once TASK` by a configuration file.
  ProgramResult run_once(const std::string& task, const std::vector<std::string>& more = {}) const {
    ProgramCall call;
    call.arguments = {"run", "--once", task, "--config", "keep.toml"};
    call.arguments.insert(call.arguments.end(), more.begin(), more.end());
    call.working_folder = scene_.folder();
    return run_program(call);
  }
  void configure(const std::string& recipients) const {
    write_file(scene_.folder() / "keep.toml", "uri = \"" + scene_.uri() + "\"\nroot = \"backup\"\n[output]\n" +
                                                  "compression = \"zstd\"\n" + recipients + "\n");
  }
};

TEST_P(SealedNight, IsCompressedAndEncryptedForTwoAndPassesADrill) {
  write_file(scene_.folder() / "recipients.txt", "# who reads\n" + make_key("one") + "\n" + make_key("two") + "\n");
  configure("recipients_file = \"recipients.txt\"");
  const ProgramResult made = run_once("backup");
  ASSERT_EQ(made.exit_code, 0) << made.error;
  EXPECT_THAT(line_of(made, "Successfully backed up collection").at("filePath"), testing::EndsWith(".json.zst.age"));
  const ProgramResult without = run_once("drill");
  EXPECT_EQ(without.exit_code, 4);
  EXPECT_THAT(without.error, HasSubstr("no key was given"));
  for (const std::string name : {"one", "two"}) {
    const ProgramResult drill = run_once("drill", {"--identity", key(name)});
    EXPECT_EQ(drill.exit_code, 0) << drill.error;
    EXPECT_EQ(line_of(drill, "drillBackup: Drill completed").at("status"), "complete");
  }
}

TEST_P(SealedNight, WarnsOfOneRecipientAndRefusesABadOneAtOnce) {
  const auto check = [&] {
    ProgramCall call;
    call.arguments = {"run", "--checkConfig", "--config", "keep.toml"};
    call.working_folder = scene_.folder();
    return run_program(call);
  };
  const std::string one = make_key("one");
  configure("recipients = [\"" + one + "\"]");
  const ProgramResult alone = check();
  EXPECT_EQ(alone.exit_code, 0);
  EXPECT_THAT(alone.error, HasSubstr("one recipient only"));
  configure("recipients = [\"" + one + "\", \"" + make_key("two") + "\"]");
  EXPECT_EQ(check().error, "");
  std::string typo = one;
  typo.back() = one.back() == 'q' ? 'p' : 'q';
  configure("recipients = [\"" + typo + "\"]");
  const ProgramResult mistyped = check();
  EXPECT_EQ(mistyped.exit_code, 2);
  EXPECT_THAT(mistyped.error, HasSubstr("is not a recipient, or contains a typing error"));
  configure("recipients_file = \"nowhere.txt\"");
  EXPECT_EQ(check().exit_code, 2);
  configure("recipients = [\"" + one + "\"]");
  const auto file = scene_.folder() / "keep.toml";
  write_file(file, "identity_file = \"typo\"\n" + read_file(file));
  const ProgramResult keyless = check();
  EXPECT_EQ(keyless.exit_code, 2);
  EXPECT_THAT(keyless.error, HasSubstr("typo"));
}

INSTANTIATE_TEST_SUITE_P(FullServers, SealedNight, testing::ValuesIn(full_servers), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
