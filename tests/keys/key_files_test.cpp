#include "keys/key_files.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <functional>

#include "mongokeep/error.h"
#include "stream/age/identities.h"
#include "support/temp_dir.h"

namespace mongokeep::keys {
namespace {

class KeyFiles : public testing::Test {
 protected:
  std::filesystem::path write(const std::string& name, std::string_view text) const {
    const std::filesystem::path path = temp_.path() / name;
    std::ofstream(path, std::ios::binary) << text;
    return path;
  }
  static Error error_of(const std::function<void()>& action) {
    try {
      action();
    } catch (const Error& error) {
      return error;
    }
    return Error(ErrorKind::usage, "", "", "no error");
  }

  test::TempDir temp_;
  stream::age::Identity identity_ = stream::age::Identity::generate();
};

TEST_F(KeyFiles, ThatAreNotNamedMeanNobody) {
  EXPECT_FALSE(read_recipients({}));
  EXPECT_TRUE(read_keys({}).identities->empty());
}

TEST_F(KeyFiles, AddTheirRecipientsToThoseThatAreNamed) {
  Encryption encryption;
  encryption.recipients = {identity_.recipient()};
  encryption.recipients_file = write("recipients.txt", "# two\n" + stream::age::Identity::generate().recipient() +
                                                           "\n" + stream::age::Identity::generate().recipient() + "\n");
  EXPECT_EQ(read_recipients(encryption)->count(), 3U);
}

TEST_F(KeyFiles, WithoutARecipientAreAnError) {
  Encryption encryption;
  encryption.recipients_file = write("recipients.txt", "# none yet\n");
  const Error error = error_of([&] { read_recipients(encryption); });
  EXPECT_EQ(error.kind(), ErrorKind::configuration);
  EXPECT_EQ(error.subject(), encryption.recipients_file.string());
}

TEST_F(KeyFiles, AreNotTakenForARecipientAndAPassphraseAtOnce) {
  Encryption encryption;
  encryption.recipients = {identity_.recipient()};
  encryption.passphrase_file = write("passphrase", "correct horse\n");
  EXPECT_EQ(error_of([&] { read_recipients(encryption); }).kind(), ErrorKind::configuration);
}

TEST_F(KeyFiles, OpenWhatTheirRecipientMayRead) {
  DecryptionKeys keys;
  keys.identity_file = write("backup.key", std::string(identity_.text().text()) + "\n");
  const ReadingKeys read = read_keys(keys);
  EXPECT_FALSE(read.identities->empty());
  EXPECT_EQ(read.unsealed, ReadingKeys::Unsealed::refused);
  keys.accept_unsealed = true;
  EXPECT_EQ(read_keys(keys).unsealed, ReadingKeys::Unsealed::accepted);
}

TEST_F(KeyFiles, ThatAreMissingOrTooLargeAreAnError) {
  DecryptionKeys keys;
  keys.identity_file = temp_.path() / "none";
  EXPECT_EQ(error_of([&] { read_keys(keys); }).kind(), ErrorKind::configuration);
  keys.identity_file = write("large", std::string(std::size_t{1} << 18U, '#'));
  EXPECT_EQ(error_of([&] { read_keys(keys); }).kind(), ErrorKind::configuration);
}

TEST_F(KeyFiles, AreNotShownWhereTheKeyItselfWasGivenInTheirPlace) {
  DecryptionKeys keys;
  const std::string secret(identity_.text().text());
  keys.identity_file = secret;
  const Error error = error_of([&] { read_keys(keys); });
  EXPECT_EQ(error.kind(), ErrorKind::configuration);
  EXPECT_EQ(std::string(error.what()).find(secret), std::string::npos);
  EXPECT_TRUE(error.subject().empty());
}

TEST_F(KeyFiles, ThatArePipesCannotBeReadAgain) {
  DecryptionKeys keys;
  keys.identity_file = temp_.path() / "pipe";
  ASSERT_EQ(::mkfifo(keys.identity_file.c_str(), 0600), 0);
  EXPECT_EQ(error_of([&] { check_rereadable({}, keys); }).kind(), ErrorKind::configuration);
  keys.identity_file = write("backup.key", "");
  EXPECT_NO_THROW(check_rereadable({}, keys));
}

}  // namespace
}  // namespace mongokeep::keys
