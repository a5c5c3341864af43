#include "stream/age/identities.h"

#include <gmock/gmock.h>

#include "stream/age/sealing.h"

namespace mongokeep::stream::age {
namespace {

using testing::HasSubstr;
using testing::Not;

Identities of_text(const std::string& text) {
  Identities identities;
  identities.add_keys(SecretBytes(text), "key.txt");
  return identities;
}

Error refusal_of_identity(const std::string& text) {
  return error_of([&] { of_text(text); });
}

TEST(Identity, IsWrittenAsTheSpecificationOfAgeDoes) {
  const Identity identity{SecretBytes(std::string(32, 'B'))};
  EXPECT_EQ(identity.text().text(), its_secret);
  EXPECT_EQ(identity.recipient(), known);
}

TEST(Identity, IsAnotherOneEachTime) {
  EXPECT_NE(Identity::generate().recipient(), Identity::generate().recipient());
}

TEST(Identities, AreTheKeysOfAFileOfAgeKeygen) {
  const std::string file = sealed("text", recipients_of({known}));
  for (const std::string& text : {
           its_secret,
           "# created: 2026-11-24T01:00:00Z\n# public key: " + known + "\n" + its_secret + "\n",
           "# created: now\r\n\r\n  " + its_secret + " \r\n",
           Holder().secret + "\n\n# the older one\n" + its_secret + "\n" + Holder().secret,
       }) {
    EXPECT_EQ(opened(file, of_text(text)), "text");
  }
}

TEST(Identities, AreEmptyUntilThereIsOne) {
  EXPECT_TRUE(Identities().empty());
  EXPECT_FALSE(of_text(its_secret).empty());
  EXPECT_FALSE(with_passphrase("p").empty());
}

TEST(Identities, AreAddedToThoseThatAreThere) {
  const Holder first;
  const Holder second;
  Identities both;
  both.add_keys(SecretBytes(first.secret), "a");
  both.add_keys(SecretBytes(second.secret), "b");
  EXPECT_EQ(opened(sealed("1", recipients_of({first.recipient})), both), "1");
  EXPECT_EQ(opened(sealed("2", recipients_of({second.recipient})), both), "2");
}

TEST(Identities, ThatAreMistypedAreRefusedByTheirLineAndNeverShown) {
  std::string mistyped = its_secret;
  mistyped[40] = mistyped[40] == 'Q' ? 'P' : 'Q';
  std::string lower = its_secret;
  for (char& letter : lower) letter = static_cast<char>(std::tolower(letter));
  for (const std::string& text : {mistyped, lower, its_secret + "Q", its_secret.substr(0, 70), its_secret.substr(1),
                                  its_secret + " " + its_secret}) {
    const Error error = refusal_of_identity("# a comment\n\n" + text + "\n");
    EXPECT_EQ(error.kind(), ErrorKind::configuration);
    EXPECT_EQ(error.subject(), "key.txt");
    EXPECT_THAT(error.cause(), HasSubstr("line 3"));
    EXPECT_THAT(error.what(), Not(HasSubstr("PYYSJZGFPYYSJZ")));
    EXPECT_THAT(error.what(), Not(HasSubstr("pyysjzgfpyysjz")));
  }
}

TEST(Identities, OfOtherKindsAreNamed) {
  EXPECT_THAT(refusal_of_identity(known).cause(), HasSubstr("recipient"));
  EXPECT_THAT(refusal_of_identity("AGE-PLUGIN-YUBIKEY-1Q9XY6VZ").cause(), HasSubstr("plugin"));
  EXPECT_THAT(refusal_of_identity("-----BEGIN OPENSSH PRIVATE KEY-----\nb3Bl\n").cause(), HasSubstr("SSH"));
  EXPECT_THAT(refusal_of_identity("-----BEGIN AGE ENCRYPTED FILE-----\nb3Bl\n").cause(), HasSubstr("armor"));
}

TEST(Identities, OfAFileWithoutAnyAreRefused) {
  for (const char* text : {"", "\n\n", "# created: now\n"}) {
    EXPECT_EQ(refusal_of_identity(text).kind(), ErrorKind::configuration);
  }
  Identities identities;
  EXPECT_EQ(error_of([&] { identities.add_passphrase(SecretBytes(), "phrase.txt"); }).kind(), ErrorKind::configuration);
}

TEST(Identities, ThatAreThemselvesEncryptedAreOpenedWithThePassphrase) {
  const std::string text =
      sealed("# mine\n" + its_secret + "\n", Recipients::of_passphrase(SecretBytes("a long phrase"), "the test"));
  const std::string file = sealed("text", recipients_of({known}));

  Identities identities = with_passphrase("a long phrase");
  identities.add_keys(SecretBytes(text), "key.txt.age");
  EXPECT_EQ(opened(file, identities), "text");

  EXPECT_THAT(refusal_of_identity(text).cause(), HasSubstr("passphrase"));
  EXPECT_EQ(refusal_of_identity(text).kind(), ErrorKind::configuration);
  const Error wrong = error_of([&] { with_passphrase("another").add_keys(SecretBytes(text), "key.txt.age"); });
  EXPECT_EQ(wrong.subject(), "key.txt.age");
  EXPECT_THAT(wrong.cause(), HasSubstr("passphrase"));
  EXPECT_THAT(wrong.what(), Not(HasSubstr("another")));
}

TEST(Sealed, IsWhatNoneOfTheKeysAtHandOpens) {
  const Holder owner;
  const std::string file = sealed("text", recipients_of({owner.recipient}));
  Identities others;
  for (int i = 0; i < 3; ++i) others.add_keys(SecretBytes(Holder().secret), "key.txt");

  const Error error = error_of([&] { opened(file, others); });
  EXPECT_EQ(error.kind(), ErrorKind::sealed);
  EXPECT_EQ(error.subject(), "users.json.age");
  EXPECT_THAT(error.cause(), HasSubstr("none of the 3 given identities"));
  EXPECT_THAT(error.hint(), HasSubstr("--identity"));
}

TEST(Sealed, IsSaidOfAFileWhenThereIsNoKey) {
  const Error error = error_of([] { opened(sealed("text", recipients_of({known})), Identities()); });
  EXPECT_EQ(error.kind(), ErrorKind::sealed);
  EXPECT_EQ(error.cause(), "it is encrypted, but no key was given");
}

TEST(Sealed, IsSaidWithTheKindOfKeyThatIsMissing) {
  const Error no_identity = error_of([] { opened(sealed("text", recipients_of({known})), with_passphrase("p")); });
  EXPECT_EQ(no_identity.kind(), ErrorKind::sealed);
  EXPECT_THAT(no_identity.cause(), HasSubstr("identity"));

  const std::string file = sealed("text", Recipients::of_passphrase(SecretBytes("p"), "the test"));
  const Error no_passphrase = error_of([&] { opened(file, of_text(its_secret)); });
  EXPECT_EQ(no_passphrase.kind(), ErrorKind::sealed);
  EXPECT_EQ(no_passphrase.cause(), "it is encrypted with a passphrase, but no passphrase was given");

  const Error wrong = error_of([&] { opened(file, with_passphrase("q-secret-q")); });
  EXPECT_EQ(wrong.kind(), ErrorKind::sealed);
  EXPECT_EQ(wrong.cause(), "the passphrase does not open it");
  EXPECT_THAT(wrong.what(), Not(HasSubstr("q-secret-q")));
  EXPECT_EQ(opened(file, with_passphrase("p")), "text");
}

}  // namespace
}  // namespace mongokeep::stream::age
