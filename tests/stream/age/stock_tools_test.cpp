// Files and keys of ours in the hands of stock `age` and `age-keygen`, and theirs in ours.

#include <gtest/gtest.h>

#include <vector>

#include "stream/age/sealing.h"
#include "stream/age/typed_command.h"
#include "support/files.h"
#include "support/shell.h"
#include "support/temp_dir.h"

namespace mongokeep::stream::age {
namespace {

class StockAge : public testing::Test {
 protected:
  /// What the line of the shell says on the standard output; fails the test where it fails.
  std::string output_of(const std::string& line) const {
    const test::ShellResult result = test::run_shell(line, folder_.path());
    EXPECT_EQ(result.exit_code, 0) << line << "\n" << result.error;
    return result.output;
  }
  void write(const std::string& name, std::string_view text) const { test::write_file(folder_.path() / name, text); }
  std::string read(const std::string& name) const { return test::read_file(folder_.path() / name); }
  std::string path(const std::string& name) const { return (folder_.path() / name).string(); }

  /// A key pair of age-keygen's.
  Identities keygen(const std::string& name) const {
    output_of("age-keygen -o " + name);
    Identities identities;
    identities.add_keys(SecretBytes(read(name)), name);
    return identities;
  }
  std::string recipient_in(const std::string& name) const {
    return test::lines_of(output_of("age-keygen -y " + name)).at(0);
  }

  const std::vector<std::size_t> sizes_ = {0, 1, 65535, 65536, 65537, 131072, 3'000'017, 17'000'000};

 private:
  test::TempDir folder_;
};

TEST_F(StockAge, ReadsWhatWeWrite) {
  const Holder holder;
  write("key.txt", holder.secret + "\n");
  for (const std::size_t size : sizes_) {
    const std::string text = varied_text(size);
    write("file.age", sealed(text, recipients_of({holder.recipient}), 70000));
    EXPECT_TRUE(output_of("age -d -i key.txt file.age") == text) << size;
  }
}

TEST_F(StockAge, WritesWhatWeRead) {
  const Holder holder;
  for (const std::size_t size : sizes_) {
    const std::string text = varied_text(size);
    write("file", text);
    output_of("age -r " + holder.recipient + " -o file.age file");
    EXPECT_TRUE(opened(read("file.age"), holder.identities) == text) << size;
  }
}

TEST_F(StockAge, ReadsWithTheKeyOfAnyOfThreeRecipientsAndNoOther) {
  std::vector<std::string> recipients;
  for (int i = 0; i < 3; ++i) {
    const Holder holder;
    write("key" + std::to_string(i), "# a comment\n" + holder.secret + "\n");
    recipients.push_back(holder.recipient);
  }
  write("file.age", sealed("for three", recipients_of(recipients)));
  for (int i = 0; i < 3; ++i) EXPECT_EQ(output_of("age -d -i key" + std::to_string(i) + " file.age"), "for three");
  keygen("other");
  EXPECT_EQ(output_of("! age -d -i other file.age"), "");
}

TEST_F(StockAge, WritesForThreeRecipientsAndEachOfThemReads) {
  std::vector<Identities> holders;
  std::string recipients = "# all of us\n";
  for (int i = 0; i < 3; ++i) {
    const std::string name = "key" + std::to_string(i);
    holders.push_back(keygen(name));
    recipients += recipient_in(name) + "\n";
  }
  write("recipients.txt", recipients);
  write("file", "for three");
  output_of("age -R recipients.txt -o file.age file");
  for (const Identities& identities : holders) EXPECT_EQ(opened(read("file.age"), identities), "for three");
  EXPECT_EQ(Recipients::of_keys(recipients_in(recipients), "the test").count(), 3U);
}

TEST_F(StockAge, KeysOfAgeKeygenOpenWhatIsSealedForTheirRecipients) {
  const Identities identities = keygen("key.txt");
  EXPECT_EQ(opened(sealed("text", recipients_of({recipient_in("key.txt")})), identities), "text");
}

TEST_F(StockAge, KeysOfOursHaveTheSameRecipientThere) {
  for (int i = 0; i < 5; ++i) {
    const Holder holder;
    write("key.txt", holder.secret + "\n");
    EXPECT_EQ(recipient_in("key.txt"), holder.recipient);
  }
}

TEST_F(StockAge, RefusesOfOursWhatWeRefuse) {
  const Holder holder;
  write("key.txt", holder.secret + "\n");
  std::string file = sealed(varied_text(200'000), recipients_of({holder.recipient}));
  file.resize(length_of_header(file) + 16 + 2 * 65552);
  write("file.age", file);
  EXPECT_EQ(error_of([&] { opened(file, holder.identities); }).kind(), ErrorKind::damaged);
  EXPECT_EQ(output_of("! age -d -i key.txt -o out file.age"), "");
}

TEST_F(StockAge, ReadsWhatWeWriteForAPassphrase) {
  write("file.age", sealed("text\n", Recipients::of_passphrase(SecretBytes("a long phrase"), "the test")));
  const TypedResult result = run_typed({"age", "-d", "-o", path("out"), path("file.age")}, "a long phrase\n");
  ASSERT_EQ(result.exit_code, 0) << result.screen;
  EXPECT_EQ(read("out"), "text\n");
}

TEST_F(StockAge, WritesForAPassphraseWhatWeRead) {
  const std::string text = varied_text(200'000);
  write("file", text);
  const TypedResult result =
      run_typed({"age", "-p", "-o", path("file.age"), path("file")}, "a long phrase\na long phrase\n");
  ASSERT_EQ(result.exit_code, 0) << result.screen;
  EXPECT_TRUE(opened(read("file.age"), with_passphrase("a long phrase")) == text);
}

TEST_F(StockAge, SealsAFileOfKeysThatWeOpen) {
  keygen("key.txt");
  const TypedResult result = run_typed({"age", "-p", "-o", path("key.age"), path("key.txt")}, "phrase\nphrase\n");
  ASSERT_EQ(result.exit_code, 0) << result.screen;
  Identities identities = with_passphrase("phrase");
  identities.add_keys(SecretBytes(read("key.age")), "key.age");
  EXPECT_EQ(opened(sealed("text", recipients_of({recipient_in("key.txt")})), identities), "text");
}

}  // namespace
}  // namespace mongokeep::stream::age
