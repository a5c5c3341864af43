#include "stream/age/recipients.h"

#include <gmock/gmock.h>

#include <array>

#include "stream/age/sealing.h"

namespace mongokeep::stream::age {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

Error refusal_of_recipient(const std::string& text) {
  return error_of([&] { recipients_of({text}); });
}

TEST(Recipients, AreCountedOnceEach) {
  const Holder other;
  EXPECT_EQ(recipients_of({known}).count(), 1U);
  EXPECT_EQ(recipients_of({known, other.recipient, known}).count(), 2U);
  EXPECT_EQ(Recipients::of_passphrase(SecretBytes("p"), "the test").count(), 1U);
}

TEST(Recipients, EachGetAStanzaOfTheirOwnThatDoesNotTellWhoTheyAre) {
  const Holder other;
  const std::string header = recipients_of({known, other.recipient}).header_for(FileKey::generate());
  std::size_t stanzas = 0;
  for (std::size_t at = 0; (at = header.find("\n-> X25519 ", at)) != std::string::npos; ++at) ++stanzas;
  EXPECT_EQ(stanzas, 2U);
  EXPECT_THAT(header, testing::StartsWith("age-encryption.org/v1\n-> X25519 "));
  EXPECT_EQ(header.back(), '\n');
  EXPECT_THAT(header, Not(HasSubstr(known)));
}

TEST(Recipients, AreRefusedWhenMistypedAndTheErrorNamesTheText) {
  std::string mistyped = known;
  mistyped[20] = mistyped[20] == 'q' ? 'p' : 'q';
  const Error error = refusal_of_recipient(mistyped);
  EXPECT_EQ(error.kind(), ErrorKind::configuration);
  EXPECT_EQ(error.subject(), "the test");
  EXPECT_THAT(error.cause(), HasSubstr(mistyped));
  EXPECT_THAT(error.cause(), HasSubstr("contains a typing error"));
  for (const std::string& text : {std::string(), known + "q", " " + known, std::string("AGE1") + known.substr(4),
                                  std::string("Age1") + known.substr(4), std::string("bob@example.com")}) {
    EXPECT_EQ(refusal_of_recipient(text).kind(), ErrorKind::configuration) << text;
  }
}

TEST(Recipients, AreNotShownWhereTheyMayBeAPassphrase) {
  for (const std::string text : {"pw", "open sesame", "ägäis"}) {
    EXPECT_THAT(refusal_of_recipient(text).what(), Not(HasSubstr(text.substr(0, 2)))) << text;
  }
}

// The letters l, 1, b, i and o are where the eye fails: the alphabet has only the first.
TEST(Recipients, AreRefusedAsMistypedWhereA1IsTypedForAnL) {
  std::string mistyped = known;
  mistyped[mistyped.find('l')] = '1';
  EXPECT_THAT(refusal_of_recipient(mistyped).cause(), HasSubstr(mistyped));
}

TEST(Recipients, ThatAreSecretKeysAreRefusedAndNeverShown) {
  std::string lower = its_secret;
  for (char& letter : lower) letter = static_cast<char>(std::tolower(letter));
  const std::string mixed = "Age-Secret-Key-1" + its_secret.substr(16);
  for (const std::string& text :
       {its_secret, lower, mixed, " " + its_secret, "\"" + its_secret + "\"", its_secret.substr(1),
        its_secret.substr(9), its_secret.substr(0, 60), "identity: " + its_secret, known + " " + its_secret}) {
    const Error error = refusal_of_recipient(text);
    EXPECT_EQ(error.kind(), ErrorKind::configuration);
    EXPECT_THAT(error.what(), Not(HasSubstr("PYYSJZGFPYYSJZ")));
    EXPECT_THAT(error.what(), Not(HasSubstr("pyysjzgfpyysjz")));
  }
}

TEST(Recipients, ThatAreSecretKeysAreCalledWhatTheyAre) {
  EXPECT_THAT(refusal_of_recipient(its_secret).cause(), HasSubstr("secret key"));
}

TEST(Recipients, OfOtherKindsAreNamed) {
  EXPECT_THAT(
      refusal_of_recipient("ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIHsKLqeplhpW+uObz5dvMgjz1OxfM/XXUB+VHtZ6isGN").cause(),
      HasSubstr("SSH"));
  EXPECT_THAT(refusal_of_recipient("age1tag1qt8lw0ual6avlwmwatk888yqnmdamm7xfd0wak53ut6elz5c4swx2yqdj4e").cause(),
              HasSubstr("plugin"));
  EXPECT_EQ(refusal_of_recipient("AGE-PLUGIN-YUBIKEY-1Q9XY6VZ").kind(), ErrorKind::configuration);
}

TEST(Recipients, AreNeverNone) {
  EXPECT_EQ(error_of([] { recipients_of({}); }).kind(), ErrorKind::configuration);
  EXPECT_EQ(error_of([] { Recipients::of_passphrase(SecretBytes(), "the test"); }).kind(), ErrorKind::configuration);
}

// A public key of a small order leads every sender to the same shared secret, which is zeros.
TEST(Recipients, OfAKeyThatEverybodyCanOpenAreRefused) {
  const std::string zeros = "age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq5cu47z";
  const Error error = error_of([&] { recipients_of({zeros}).header_for(FileKey::generate()); });
  EXPECT_EQ(error.kind(), ErrorKind::configuration);
}

TEST(RecipientsInAText, AreItsLinesWithoutComments) {
  EXPECT_THAT(recipients_in("# the office\r\nage1a\r\n\n  age1b\t\n#age1c\nage1d"),
              ElementsAre("age1a", "age1b", "age1d"));
  EXPECT_THAT(recipients_in(""), IsEmpty());
  EXPECT_THAT(recipients_in("\n# none\n"), IsEmpty());
}

}  // namespace
}  // namespace mongokeep::stream::age
