// Backups that are compressed and encrypted, through every command, and the stock `zstd` and `age` beside them.

#include <gmock/gmock.h>

#include "archive/forged_manifest.h"
#include "end_to_end/packed_scene.h"

namespace mongokeep::test {
namespace {

using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;
using testing::StartsWith;
namespace fs = std::filesystem;

class Packed : public PackedScene {};

TEST_P(Packed, CompressedFilesAreReadByStockZstdAndRestored) {
  const fs::path folder = back_up({"--compression", "zstd"});
  EXPECT_THAT(names_in(folder), ElementsAre("empty.json.zst", "manifest.json", "orders.json.zst", "users.json.zst"));
  EXPECT_LT(fs::file_size(folder / "orders.json.zst"), 200U * 3000U / 5U);
  EXPECT_EQ(manifest_of(folder).at("formatVersion"), 2);
  EXPECT_EQ(shell("zstd -q -t '" + folder.string() + "'/*.zst").exit_code, 0);
  EXPECT_EQ(shell("zstd -dcq '" + (folder / "orders.json.zst").string() + "'").output, plain_text("orders"));
  EXPECT_EQ(shell("zstdcat '" + (folder / "empty.json.zst").string() + "'").output, "[]\n");

  EXPECT_EQ(scene_.call("verify", {folder.string()}).exit_code, 0);
  EXPECT_EQ(scene_.call("show", {folder.string()}).exit_code, 0);
  EXPECT_EQ(scene_.call("cat", {folder.string(), "orders"}).output, plain_text("orders"));
  const ProgramResult restored = scene_.call("restore", {folder.string(), "--uri", scene_.uri_to(copy_)});
  EXPECT_EQ(restored.exit_code, 0) << restored.error;
  EXPECT_EQ(documents(copy_, "orders"), documents(scene_.database(), "orders"));
}

TEST_P(Packed, EncryptedFilesAreReadByStockAgeWithEitherKey) {
  const fs::path folder = back_up_sealed();
  EXPECT_THAT(names_in(folder),
              ElementsAre("empty.json.zst.age", "manifest.json", "orders.json.zst.age", "users.json.zst.age"));
  for (const std::string name : {"one", "two"}) {
    const ShellResult text =
        shell("age -d -i '" + key(name) + "' '" + (folder / "orders.json.zst.age").string() + "' | zstd -dcq");
    EXPECT_EQ(text.output, plain_text("orders")) << text.error;
  }
  const ShellResult sealed = shell("age -d -i '" + key("one") + "' <(sed -n 's/.*\"sealed\": \"\\(.*\\)\",*/\\1/p' '" +
                                   (folder / "manifest.json").string() + "' | base64 -d)");
  EXPECT_THAT(sealed.output, HasSubstr("\"textFormat\": \"canonical\"")) << sealed.error;
}

TEST_P(Packed, ShowsNoMoreThanNamesAndNumbersWithoutAKey) {
  scene_.client().insert(scene_.database(), "hidden", R"({"_id": 1, "a": "Sm9obiBTbWl0aA-plain-word"})");
  const fs::path folder = back_up_sealed();
  const std::string manifest = read_file(folder / "manifest.json");
  for (const std::string word : {"textFormat", "\"options\"", "\"indexes\"", "\"server\"", "\"type\""}) {
    EXPECT_THAT(manifest, Not(HasSubstr(word)));
  }
  for (const auto& entry : fs::directory_iterator(folder)) {
    EXPECT_THAT(read_file(entry.path()), Not(HasSubstr("plain-word")));
  }
  const Json record = record_of(folder, "orders");
  EXPECT_EQ(record.at("documents"), 3000);
  EXPECT_EQ(record.at("storedBytes"), fs::file_size(folder / "orders.json.zst.age"));

  const ProgramResult closed = scene_.call("show", {folder.string()});
  EXPECT_EQ(closed.exit_code, 0);
  EXPECT_THAT(closed.output, HasSubstr("give --identity FILE to see the rest"));
  const ProgramResult open = scene_.call("show", {folder.string(), "--identity", key("two"), "--json"});
  EXPECT_EQ(Json::parse(open.output).at("textFormat"), "canonical") << open.error;
  EXPECT_THAT(scene_.call("list").output, HasSubstr("complete"));
}

TEST_P(Packed, VerifiesWithAndWithoutAKey) {
  const fs::path folder = back_up_sealed();
  const ProgramResult with = scene_.call("verify", {folder.string(), "--identity", key("one")});
  EXPECT_EQ(with.exit_code, 0) << with.output << with.error;
  EXPECT_THAT(with.output, HasSubstr("3,001 documents"));
  const ProgramResult without = scene_.call("verify", {folder.string()});
  EXPECT_EQ(without.exit_code, 0) << without.output << without.error;
  EXPECT_THAT(without.output, HasSubstr("no key was given"));

  make_key("other");
  const ProgramResult wrong = scene_.call("verify", {folder.string(), "--identity", key("other")});
  EXPECT_EQ(wrong.exit_code, 4);
  EXPECT_THAT(wrong.error, HasSubstr("does not open it"));

  std::string bytes = read_file(folder / "orders.json.zst.age");
  bytes[bytes.size() / 2] ^= 1;
  write_file(folder / "orders.json.zst.age", bytes);
  EXPECT_EQ(scene_.call("verify", {folder.string()}).exit_code, 4) << "the checksum tells, without a key";
  EXPECT_EQ(scene_.call("verify", {folder.string(), "--identity", key("one")}).exit_code, 4);
}

TEST_P(Packed, RestoresWithAKeyAndRefusesWithoutOne) {
  const fs::path folder = back_up_sealed();
  const std::vector<std::string> order = {folder.string(), "--uri", scene_.uri_to(copy_)};
  const auto restore = [&](std::vector<std::string> more) {
    more.insert(more.begin(), order.begin(), order.end());
    return scene_.call("restore", more);
  };
  EXPECT_EQ(restore({}).exit_code, 4);
  make_key("other");
  EXPECT_EQ(restore({"--identity", key("other")}).exit_code, 4);
  EXPECT_THAT(scene_.client().collection_names(copy_), SizeIs(0));
  const ProgramResult result = restore({"--identity", key("two")});
  EXPECT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(documents(copy_, "orders"), documents(scene_.database(), "orders"));
  EXPECT_EQ(documents(copy_, "users"), documents(scene_.database(), "users"));
}

TEST_P(Packed, PassesADrill) {
  const fs::path folder = back_up_sealed();
  const ProgramResult drill =
      scene_.call("verify", {folder.string(), "--identity", key("two"), "--drill", "--uri", scene_.uri()});
  EXPECT_EQ(drill.exit_code, 0) << drill.output << drill.error;
  EXPECT_THAT(drill.output, HasSubstr("3,001 documents restored byte for byte"));
  const ProgramResult against =
      scene_.call("verify", {folder.string(), "--identity", key("two"), "--against", scene_.uri()});
  EXPECT_EQ(against.exit_code, 0) << against.output << against.error;
}

/// The checksums of an edited manifest fit; what was sealed does not.
TEST_P(Packed, FindsOutAnEditedManifest) {
  const fs::path folder = back_up_sealed();
  const fs::path other = back_up({"--recipient", make_key("three"), "--compression", "zstd"});
  const std::string manifest = read_file(folder / "manifest.json");
  write_file(folder / "manifest.json", forged_manifest(manifest, "\"documents\": 3000", "\"documents\": 2999"));
  const ProgramResult unseen = scene_.call("verify", {folder.string()});
  EXPECT_EQ(unseen.exit_code, 0) << "nobody without a key can know: " << unseen.output;
  const ProgramResult found = scene_.call("verify", {folder.string(), "--identity", key("one")});
  EXPECT_EQ(found.exit_code, 4);
  EXPECT_THAT(found.output + found.error, HasSubstr("its readable part differs from its sealed part"));
  EXPECT_EQ(
      scene_.call("restore", {folder.string(), "--identity", key("one"), "--uri", scene_.uri_to(copy_)}).exit_code, 4);
  write_file(folder / "manifest.json", manifest);
  EXPECT_EQ(scene_.call("verify", {folder.string(), "--identity", key("one")}).exit_code, 0);
}

TEST_P(Packed, RefusesAFileThatAnotherHandPutInItsPlace) {
  const fs::path folder = back_up_sealed();
  const std::string forged = "forged.json.zst.age";
  const std::string recipient = shell("sed -n 's/^# public key: //p' one.key").output;
  write_file(scene_.folder() / "forged.json", "[\n{\"_id\":{\"$numberInt\":\"1\"},\"name\":\"Mallory\"}\n]\n");
  ASSERT_EQ(shell("zstd -cq forged.json | age -r " + recipient.substr(0, 62) + " > " + forged).exit_code, 0);
  write_file(folder / "users.json.zst.age", read_file(scene_.folder() / forged));
  for (const std::vector<std::string>& more : {std::vector<std::string>{}, {"--acceptChanged"}}) {
    std::vector<std::string> order = {folder.string(), "--identity", key("one"), "--uri", scene_.uri_to(copy_)};
    order.insert(order.end(), more.begin(), more.end());
    const ProgramResult result = scene_.call("restore", order);
    EXPECT_NE(result.exit_code, 0) << result.output;
    EXPECT_THAT(documents(copy_, "users"), SizeIs(0)) << "what was not sealed with the manifest is not taken";
  }
  const ProgramResult printed = scene_.call("cat", {folder.string(), "users", "--identity", key("one")});
  EXPECT_EQ(printed.exit_code, 4);
  EXPECT_EQ(printed.output, "");
}

TEST_P(Packed, FilesOfStockToolsVerifyAndRestore) {
  const std::string text = plain_text("orders");
  const std::string recipient = make_key("one");
  const fs::path folder = scene_.root() / "1st_Feb_2020";
  fs::create_directory(folder);
  write_file(scene_.folder() / "orders.json", text);
  ASSERT_EQ(
      shell("zstd -q -c orders.json > '" + (folder / "first.json.zst").string() + "'; age -r " + recipient +
            " orders.json > '" + (folder / "second.json.age").string() + "'; zstd -q -19 -c orders.json | age -r " +
            recipient + " > '" + (folder / "third.json.zst.age").string() + "'")
          .exit_code,
      0);
  EXPECT_EQ(scene_.call("verify", {folder.string(), "--identity", key("one")}).exit_code, 4)
      << "files as only mongokeep lays them out, without their manifest";
  const ProgramResult result = scene_.call(
      "restore", {folder.string(), "--identity", key("one"), "--uri", scene_.uri_to(copy_), "--acceptUnsealed"});
  EXPECT_EQ(result.exit_code, 0) << result.error;
  for (const std::string name : {"first", "second", "third"}) {
    EXPECT_EQ(documents(copy_, name), documents(scene_.database(), "orders")) << name;
    const std::string file = (folder / (name + (name == "first"    ? ".json.zst"
                                                : name == "second" ? ".json.age"
                                                                   : ".json.zst.age")))
                                 .string();
    EXPECT_EQ(scene_.call("cat", {file, "--identity", key("one")}).output, text) << name;
  }
}

TEST_P(Packed, PrintsWhatIsSoundAndThenExitsWith4) {
  scene_.insert_numbered("big", 40000, 300);
  const fs::path folder = back_up({"--compression", "zstd", "-c", "big"});
  const std::string whole = scene_.call("cat", {folder.string(), "big"}).output;
  ASSERT_GT(whole.size(), 9U << 20U);
  std::string bytes = read_file(folder / "big.json.zst");
  bytes[bytes.size() / 2] ^= 0x10;
  write_file(folder / "big.json.zst", bytes);
  const ProgramResult result = scene_.call("cat", {folder.string(), "big"});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_THAT(whole, StartsWith(result.output));
  EXPECT_LT(result.output.size(), whole.size());
  EXPECT_GE(result.output.size(), 3U << 20U) << "the first frame is sound";
}

TEST_P(Packed, RewrapsForOthersWithoutTouchingTheText) {
  const fs::path folder = back_up_sealed();
  const std::string before = read_file(folder / "orders.json.zst.age");
  const auto time = fs::last_write_time(folder);
  const ProgramResult result = scene_.call("rewrap", {folder.string(), "--identity", key("one"), "--recipient",
                                                      make_key("three"), "--recipient", make_key("four")});
  ASSERT_EQ(result.exit_code, 0) << result.error;
  EXPECT_EQ(result.output, folder.string() + "\n");
  const std::string after = read_file(folder / "orders.json.zst.age");
  const auto payload = [](const std::string& file) {
    return file.substr(file.find("\n", file.find("\n--- ") + 1) + 1);
  };
  EXPECT_EQ(payload(after), payload(before));
  EXPECT_NE(after, before);
  EXPECT_EQ(fs::last_write_time(folder), time) << "a clean-up goes by it";
  EXPECT_THAT(scene_.names_in_root(), ElementsAre(".lock", folder.filename().string()));
  EXPECT_EQ(scene_.call("verify", {folder.string(), "--identity", key("four")}).exit_code, 0);
  EXPECT_EQ(scene_.call("verify", {folder.string(), "--identity", key("one")}).exit_code, 4);
  EXPECT_EQ(shell("age -d -i three.key '" + (folder / "users.json.zst.age").string() + "' | zstd -dcq").exit_code, 0);
}

TEST_P(Packed, RewrapRefusesWhatIsDamagedAndLeavesItAlone) {
  const fs::path folder = back_up_sealed();
  std::string bytes = read_file(folder / "orders.json.zst.age");
  bytes[bytes.size() - 1] ^= 1;
  write_file(folder / "orders.json.zst.age", bytes);
  const ProgramResult result =
      scene_.call("rewrap", {folder.string(), "--identity", key("one"), "--recipient", make_key("three")});
  EXPECT_EQ(result.exit_code, 4);
  EXPECT_EQ(read_file(folder / "orders.json.zst.age"), bytes);
  EXPECT_THAT(scene_.names_in_root(), ElementsAre(".lock", folder.filename().string()));

  // In the middle of many chunks, where opening the file does not show it.
  const fs::path large = back_up({"--recipient", make_key("six")});
  bytes = read_file(large / "orders.json.age");
  ASSERT_GT(bytes.size(), 4U * 65536);
  bytes[bytes.size() / 2] ^= 1;
  write_file(large / "orders.json.age", bytes);
  EXPECT_EQ(
      scene_.call("rewrap", {large.string(), "--identity", key("six"), "--recipient", make_key("seven")}).exit_code, 4);
  EXPECT_EQ(read_file(large / "orders.json.age"), bytes);

  const fs::path plain = back_up({});
  EXPECT_EQ(
      scene_.call("rewrap", {plain.string(), "--identity", key("one"), "--recipient", make_key("five")}).exit_code, 2);
}

TEST_P(Packed, TakesAPassphraseForThoseWhoHaveNoKeys) {
  write_file(scene_.folder() / "words", "correct horse battery staple\n");
  const std::string words = (scene_.folder() / "words").string();
  const fs::path folder = back_up({"--passphraseFile", words, "-c", "users"});
  EXPECT_EQ(names_in(folder), (std::vector<std::string>{"manifest.json", "users.json.age"}));
  EXPECT_EQ(scene_.call("cat", {folder.string(), "users", "--passphraseFile", words}).output, plain_text("users"));
  write_file(scene_.folder() / "words", "wrong\n");
  const ProgramResult wrong = scene_.call("cat", {folder.string(), "users", "--passphraseFile", words});
  EXPECT_EQ(wrong.exit_code, 4);
  EXPECT_EQ(wrong.output, "");
}

TEST_P(Packed, KeygenNeverOverwritesAndTheFileIsItsOwners) {
  const std::string recipient = make_key("one");
  EXPECT_THAT(recipient, StartsWith("age1"));
  EXPECT_EQ(mode_of(key("one")), 0600U);
  EXPECT_EQ(shell("age-keygen -y one.key").output, recipient + "\n");
  const std::string before = read_file(key("one"));
  ProgramCall call;
  call.arguments = {"keygen", "one.key"};
  call.working_folder = scene_.folder();
  EXPECT_EQ(run_program(call).exit_code, 2);
  EXPECT_EQ(read_file(key("one")), before);
  EXPECT_EQ(shell("age-keygen -o theirs.key 2>/dev/null").exit_code, 0);
  const std::string theirs = shell("age-keygen -y theirs.key").output;
  const fs::path folder = back_up({"--recipient", theirs.substr(0, theirs.size() - 1), "-c", "users"});
  EXPECT_EQ(scene_.call("cat", {folder.string(), "users", "--identity", key("theirs")}).output, plain_text("users"));
}

INSTANTIATE_TEST_SUITE_P(EveryServer, Packed, testing::ValuesIn(every_server), NameOfServer());

}  // namespace
}  // namespace mongokeep::test
