// Whoever can write to the root, and has no key, can still put something else there: plain files for encrypted ones, a
// manifest of his own. Who holds a key is told.

#include <gmock/gmock.h>

#include "archive/manifest.h"
#include "end_to_end/packed_scene.h"

namespace mongokeep::test {
namespace {

using testing::HasSubstr;
namespace fs = std::filesystem;

class Downgraded : public PackedScene {
 protected:
  ProgramResult with_key(const std::string& command, const fs::path& folder, std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {folder.string(), "--identity", key("one")});
    return scene_.call(command, more);
  }
  ProgramResult restore(const fs::path& folder, std::vector<std::string> more = {}) const {
    more.insert(more.begin(), {"--uri", scene_.uri_to(copy_)});
    return with_key("restore", folder, more);
  }
};

TEST_P(Downgraded, APlainBackupIsNotTakenFromWhoHoldsAKey) {
  make_key("one");
  const fs::path plain = back_up({});
  const ProgramResult checked = with_key("verify", plain);
  EXPECT_EQ(checked.exit_code, 4);
  EXPECT_THAT(checked.output, HasSubstr("it is not encrypted, although a key was given"));
  EXPECT_THAT(checked.output, HasSubstr("--acceptUnsealed"));
  const ProgramResult refused = restore(plain);
  EXPECT_EQ(refused.exit_code, 4);
  EXPECT_THAT(refused.error, HasSubstr("--acceptUnsealed"));
  EXPECT_TRUE(scene_.client().collection_names(copy_).empty());
  EXPECT_EQ(scene_.call("cat", {plain.string(), "users", "--identity", key("one")}).exit_code, 4);

  EXPECT_EQ(with_key("verify", plain, {"--acceptUnsealed"}).exit_code, 0);
  EXPECT_EQ(restore(plain, {"--acceptUnsealed"}).exit_code, 0);
  EXPECT_EQ(documents(copy_, "users"), documents(scene_.database(), "users"));
  EXPECT_EQ(scene_.call("verify", {plain.string()}).exit_code, 0) << "without a key it is an ordinary backup";
}

TEST_P(Downgraded, APlainManifestOverEncryptedFilesBindsNothing) {
  const fs::path sealed = back_up_sealed();
  std::string text = read_file(sealed / "manifest.json");
  archive::Manifest manifest = archive::parse_manifest(text, "manifest.json");
  manifest.sealed.clear();
  manifest.tool = "mongokeep 0.1.0";
  manifest.text_format = "canonical";
  for (archive::CollectionRecord& record : manifest.collections) {
    record.type = "collection";
    record.options = "{}";
    record.indexes = "[]";
  }
  write_file(sealed / "manifest.json", archive::to_text(manifest));
  EXPECT_EQ(with_key("verify", sealed).exit_code, 4);
  const ProgramResult refused = restore(sealed);
  EXPECT_EQ(refused.exit_code, 4);
  EXPECT_THAT(refused.error, HasSubstr("its manifest is not sealed"));
  EXPECT_EQ(scene_.call("cat", {sealed.string(), "users", "--identity", key("one")}).exit_code, 4);
}

TEST_P(Downgraded, AManifestThatWasTakenAwayIsMissed) {
  const fs::path sealed = back_up_sealed();
  fs::remove(sealed / "manifest.json");
  write_file(sealed / "users.json", "[\n{\"_id\":{\"$numberInt\":\"1\"},\"evil\":true}\n]\n");
  fs::remove(sealed / "users.json.zst.age");
  EXPECT_EQ(restore(sealed, {"--drop"}).exit_code, 4);
  EXPECT_TRUE(scene_.client().collection_names(copy_).empty());
  EXPECT_EQ(scene_.call("cat", {sealed.string(), "users", "--identity", key("one")}).exit_code, 4);
  EXPECT_EQ(with_key("verify", sealed).exit_code, 4);
  fs::remove(sealed / "users.json");
  EXPECT_EQ(scene_.call("verify", {sealed.string()}).exit_code, 4) << "none but mongokeep makes such files";
}

TEST_P(Downgraded, ASecretKeyIsShownNowhere) {
  make_key("one");
  const std::string text = read_file(key("one"));
  const std::string secret = text.substr(text.find("AGE-SECRET-KEY-1"), 74);
  back_up({"-c", "users"});
  for (const std::vector<std::string>& words :
       {std::vector<std::string>{"latest", "--identity", secret}, {"latest", "--passphraseFile", secret}, {secret}}) {
    const ProgramResult result = scene_.call("verify", words);
    EXPECT_EQ(result.exit_code, 2);
    EXPECT_THAT(result.error + result.output, testing::Not(HasSubstr(secret.substr(20, 20))));
  }
}

TEST_P(Downgraded, AReaderWhoHasSeenEnoughIsNoFailure) {
  scene_.insert_numbered("big", 20000, 200);
  const fs::path folder = back_up({"-c", "big"});
  const ShellResult result =
      shell("set +o pipefail; " + program_path().string() + " cat " + folder.string() + " big | head -1");
  EXPECT_EQ(result.output, "[\n");
  EXPECT_EQ(result.error, "");
}

TEST_P(Downgraded, APlainBackupAfterEncryptedOnesIsWarnedOf) {
  back_up_sealed();
  const ProgramResult result = scene_.back_up({});
  EXPECT_EQ(result.exit_code, 0);
  EXPECT_THAT(result.error, HasSubstr("Earlier backups were encrypted; this one is not"));
}

TEST_P(Downgraded, AFileNamedAsEncryptedHasToBe) {
  make_key("one");
  write_file(scene_.folder() / "users.json.age", "[\n]\n");
  const ProgramResult result =
      scene_.call("cat", {(scene_.folder() / "users.json.age").string(), "--identity", key("one")});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_EQ(result.output, "");
}

TEST_P(Downgraded, ACompressedFileOfAnotherDayIsFoundOutByCat) {
  const fs::path first = back_up({"--compression", "zstd", "-c", "users"});
  scene_.client().insert(scene_.database(), "users", R"({"_id": 2})");
  const fs::path second = back_up({"--compression", "zstd", "-c", "users"});
  write_file(second / "users.json.zst", read_file(first / "users.json.zst"));
  EXPECT_EQ(scene_.call("cat", {first.string(), "users"}).exit_code, 0);
  EXPECT_EQ(scene_.call("cat", {second.string(), "users"}).exit_code, 4);
}

TEST_P(Downgraded, APassphraseTakesTheReadersAwayFromNobody) {
  const std::string recipient = make_key("one");
  write_file(scene_.folder() / "words", "correct horse\n");
  const std::string words = (scene_.folder() / "words").string();
  // From a stronger source than the recipients': it does not win, it is refused.
  write_file(scene_.folder() / "two.toml", "[output]\nrecipients = [\"" + recipient + "\"]\n");
  const ProgramResult refused =
      scene_.back_up({"-c", "users", "--config", (scene_.folder() / "two.toml").string(), "--passphraseFile", words});
  EXPECT_EQ(refused.exit_code, 2);
  EXPECT_THAT(refused.error, HasSubstr("a passphrase was given as well"));

  // An identity file under a passphrase opens what is to be sealed for somebody else.
  const fs::path folder = back_up({"-c", "users", "--recipient", recipient});
  const ProgramResult rewrapped = scene_.call(
      "rewrap", {folder.string(), "--identity", key("one"), "--passphraseFile", words, "--recipient", make_key("two")});
  EXPECT_EQ(rewrapped.exit_code, 0) << rewrapped.error;
  EXPECT_EQ(scene_.call("cat", {folder.string(), "users", "--identity", key("two")}).output, plain_text("users"));
}

TEST_P(Downgraded, AKeyFromAPipeIsRefusedWhereItIsReadAgain) {
  const fs::path folder = back_up_sealed();
  const std::string program = program_path().string();
  const std::string pipe = "--identity <(cat one.key)";
  EXPECT_EQ(shell(program + " cat " + folder.string() + " users " + pipe).exit_code, 0);
  const ShellResult drill =
      shell(program + " verify " + folder.string() + " --drill --uri " + scene_.uri_to(copy_) + " " + pipe + " 2>&1");
  EXPECT_EQ(drill.exit_code, 2);
  EXPECT_THAT(drill.output, HasSubstr("it can be read only once"));
}

INSTANTIATE_TEST_SUITE_P(FullServers, Downgraded, testing::ValuesIn(full_servers), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
