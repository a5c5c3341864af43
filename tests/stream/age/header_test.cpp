// The header of an age file: what is one, and that nothing else is.

#include "stream/age/header.h"

#include <gmock/gmock.h>

#include <string>

#include "stream/age/sealing.h"

namespace mongokeep::stream::age {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::string version = "age-encryption.org/v1\n";
const std::string mac = "--- " + std::string(43, 'A') + "\n";

Header read(const std::string& text) {
  return Header::read(MemoryReadAt(text), "users.json.age");
}

Error refusal_of(const std::string& text) {
  return error_of([&] { read(text); });
}

TEST(Header, IsReadAsItWasWritten) {
  const FileKey key = FileKey::generate();
  for (const std::size_t size : {0, 1, 47, 48, 49, 95, 96, 97, 1000}) {
    const std::string text =
        header_text({{{"example.com/enigma", "first", "~!#"}, varied_text(size)}, {{"x"}, ""}}, key);
    const Header header = read(text + "the payload");
    ASSERT_EQ(header.stanzas.size(), 2U);
    EXPECT_THAT(header.stanzas[0].arguments, ElementsAre("example.com/enigma", "first", "~!#"));
    EXPECT_EQ(header.stanzas[0].body, varied_text(size));
    EXPECT_THAT(header.stanzas[1].arguments, ElementsAre("x"));
    EXPECT_EQ(header.stanzas[1].body, "");
    EXPECT_EQ(header.size, text.size());
    EXPECT_TRUE(header.is_of(key));
    EXPECT_FALSE(header.is_of(FileKey::generate()));
  }
}

TEST(Header, HasBodiesWrappedAt64ColumnsWithAShortLastLine) {
  const std::string text = header_text({{{"x"}, std::string(48, '\0')}}, FileKey::generate());
  EXPECT_THAT(text, testing::StartsWith(version + "-> x\n" + std::string(64, 'A') + "\n\n--- "));
}

TEST(Header, OfManyStanzasIsRead) {
  std::string text = version;
  for (int i = 0; i < 5000; ++i) text += "-> grease\n" + std::string(10, 'A') + "AA\n";
  EXPECT_EQ(read(text + mac).stanzas.size(), 5000U);
}

TEST(Header, ThatIsLargerThanAnyIsRefused) {
  std::string text = version;
  while (text.size() <= Header::largest) text += "-> grease\n" + std::string(64, 'A') + "\n\n";
  EXPECT_EQ(refusal_of(text + mac).kind(), ErrorKind::damaged);
  EXPECT_EQ(refusal_of(version + "-> " + std::string(Header::largest, 'x')).kind(), ErrorKind::damaged);
}

TEST(Header, IsNothingElse) {
  const std::string body(43, 'A');
  const std::string stanza = "-> x\n" + body + "\n";
  ASSERT_EQ(read(version + stanza + mac).stanzas.size(), 1U);
  for (const std::string& text : {
           std::string(),
           std::string("\n"),
           version,
           version + mac,
           version + stanza,
           stanza + mac,
           "age-encryption.org/v2\n" + stanza + mac,
           " " + version + stanza + mac,
           version + "\n" + stanza + mac,
           version + "->\n\n" + mac,
           version + "-> \n\n" + mac,
           version + "->x\n\n" + mac,
           version + "->  x\n\n" + mac,
           version + "-> x \n\n" + mac,
           version + "-> x  y\n\n" + mac,
           version + "-> x\ty\n\n" + mac,
           version + "-> \xc3\xa9\n\n" + mac,
           version + "-> x\n" + std::string(64, 'A') + "\n" + mac,
           version + "-> x\n" + std::string(65, 'A') + "\n\n" + mac,
           version + "-> x\n" + body + "=\n" + mac,
           version + "-> x\nAAAA\nAAAA\n" + mac,
           version + "-> x\n AAA\n" + mac,
           version + "-> x\nAB\n" + mac,
           version + "-> x\r\n" + body + "\n" + mac,
           version + stanza + "---" + mac.substr(4),
           version + stanza + "---  " + mac.substr(4),
           version + stanza + "--- " + std::string(42, 'A') + "\n",
           version + stanza + "--- " + std::string(44, 'A') + "\n",
           version + stanza + "--- " + std::string(42, 'A') + "B\n",
           version + stanza + "--- " + std::string(43, 'A') + "=\n",
           version + stanza + "--- " + std::string(43, 'A') + " \n",
           version + stanza + mac.substr(0, mac.size() - 1),
           version + stanza + "-- " + std::string(43, 'A') + "\n",
       }) {
    const Error error = refusal_of(text);
    EXPECT_EQ(error.kind(), ErrorKind::damaged) << text;
    EXPECT_EQ(error.subject(), "users.json.age");
    EXPECT_FALSE(error.cause().empty());
  }
}

TEST(Header, OfAnotherFormatIsSaidToBeNone) {
  EXPECT_THAT(refusal_of("[\n{\"_id\":1}\n]\n").cause(), HasSubstr("not an age file"));
  EXPECT_THAT(refusal_of("age-encryption.org/v2\n").cause(), HasSubstr("version"));
}

// Each bit of it is bound by the MAC, or is the MAC.
TEST(Header, WithAnyBitFlippedOpensNothing) {
  const Holder holder;
  const Holder other;
  const std::string file = sealed("the text", recipients_of({other.recipient, holder.recipient}));
  const std::size_t length = length_of_header(file);
  ASSERT_EQ(opened(file, holder.identities), "the text");
  for (std::size_t at = 0; at < length; ++at) {
    for (unsigned bit = 0; bit < 8; ++bit) {
      std::string flipped = file;
      flipped[at] = static_cast<char>(static_cast<unsigned char>(flipped[at]) ^ 1U << bit);
      const Error error = error_of([&] { opened(flipped, holder.identities); });
      EXPECT_TRUE(error.kind() == ErrorKind::damaged || error.kind() == ErrorKind::sealed) << error.what();
      EXPECT_EQ(error.subject(), "users.json.age");
    }
  }
}

TEST(Header, WithAStanzaMoreOrLessOpensNothing) {
  const Holder holder;
  const Holder other;
  const std::string file = sealed("the text", recipients_of({other.recipient, holder.recipient}));
  const std::size_t second = file.find("-> ", version.size() + 1);

  const std::string without_other = version + file.substr(second);
  EXPECT_EQ(error_of([&] { opened(without_other, holder.identities); }).kind(), ErrorKind::damaged);
  const std::string with_more = version + "-> grease\n\n" + file.substr(version.size());
  EXPECT_EQ(error_of([&] { opened(with_more, holder.identities); }).kind(), ErrorKind::damaged);
  const std::string of_another_file =
      file.substr(0, length_of_header(file)) + sealed("x", recipients_of({holder.recipient})).substr(200);
  EXPECT_EQ(error_of([&] { opened(of_another_file, holder.identities); }).kind(), ErrorKind::damaged);
}

TEST(Header, OfStanzasUnknownBesideOursIsRead) {
  const Holder holder;
  const FileKey key = FileKey::generate();
  const std::vector<Stanza> ours = read(recipients_of({holder.recipient}).header_for(key)).stanzas;
  const std::string text = header_text({{{"grease", "x"}, "body"}, ours[0], {{"ssh-ed25519", "a", "b"}, ""}}, key);
  EXPECT_EQ(holder.identities.open(MemoryReadAt(text), "f").mark(), key.mark());
}

TEST(Header, ForAPassphraseIsForNobodyElse) {
  const Holder holder;
  const FileKey key = FileKey::generate();
  const Stanza for_key = read(recipients_of({holder.recipient}).header_for(key)).stanzas[0];
  const Stanza for_phrase = read(Recipients::of_passphrase(SecretBytes("p"), "the test").header_for(key)).stanzas[0];
  EXPECT_THAT(for_phrase.arguments, ElementsAre("scrypt", testing::SizeIs(22), "18"));
  for (const std::string& text : {header_text({for_key, for_phrase}, key), header_text({for_phrase, for_key}, key),
                                  header_text({for_phrase, for_phrase}, key)}) {
    EXPECT_EQ(error_of([&] { holder.identities.open(MemoryReadAt(text), "f"); }).kind(), ErrorKind::damaged);
    EXPECT_EQ(error_of([&] { with_passphrase("p").open(MemoryReadAt(text), "f"); }).kind(), ErrorKind::damaged);
  }
}

TEST(Header, ThatAsksForTooMuchWorkIsRefusedBeforeAnyIsDone) {
  const FileKey key = FileKey::generate();
  for (const char* work : {"30", "64", "100", "4294967296", "0", "01", "-1", "+10", "1e1", "x", " "}) {
    const std::string text =
        version + "-> scrypt " + std::string(22, 'A') + " " + work + "\n" + std::string(43, 'A') + "\n" + mac;
    EXPECT_EQ(error_of([&] { with_passphrase("p").open(MemoryReadAt(text), "f"); }).kind(), ErrorKind::damaged) << work;
  }
  const auto asking_for = [&](const char* work) {
    return header_text({{{"scrypt", std::string(22, 'A'), work}, std::string(32, 'b')}}, key);
  };
  EXPECT_EQ(error_of([&] { with_passphrase("p").open(MemoryReadAt(asking_for("23")), "f"); }).kind(),
            ErrorKind::damaged);
  const Error refused = error_of([&] { with_passphrase("p").open(MemoryReadAt(asking_for("21")), "f"); });
  EXPECT_EQ(refused.kind(), ErrorKind::sealed);
  EXPECT_THAT(refused.cause(), HasSubstr("the limit is 2^20"));
  EXPECT_THAT(refused.hint(), HasSubstr("--maxScryptWork 21"));
  EXPECT_EQ(error_of([&] { with_passphrase("p").open(MemoryReadAt(asking_for("22")), "f"); }).kind(), ErrorKind::sealed)
      << "the most that may be allowed";
  // Whoever gave no passphrase is not told of its work.
  EXPECT_EQ(error_of([&] { Holder().identities.open(MemoryReadAt(asking_for("21")), "f"); }).cause(),
            "it is encrypted with a passphrase, but no passphrase was given");
}

TEST(Header, SaysItsWorkInAnyDigits) {
  for (const char* work : {"1", "9", "10"}) {
    const std::string text =
        header_text({{{"scrypt", std::string(22, 'A'), work}, std::string(32, 'b')}}, FileKey::generate());
    EXPECT_EQ(error_of([&] { with_passphrase("p").open(MemoryReadAt(text), "f"); }).cause(),
              "the passphrase does not open it")
        << work;
  }
}

TEST(Header, TakesAsMuchWorkAsIsAskedFor) {
  const FileKey key = FileKey::generate();
  const std::string text = Recipients::of_passphrase(SecretBytes("p"), "the test").header_for(key);
  Identities phrase = with_passphrase("p");
  phrase.set_most_scrypt_work(17);
  EXPECT_EQ(error_of([&] { phrase.open(MemoryReadAt(text), "f"); }).kind(), ErrorKind::sealed);
  phrase.set_most_scrypt_work(18);
  EXPECT_EQ(phrase.open(MemoryReadAt(text), "f").mark(), key.mark());
}

TEST(Header, OfThousandsOfRecipientsIsNotTriedWithHundredsOfIdentities) {
  std::string lines;
  for (int number = 0; number < 101; ++number) lines += std::string(Identity::generate().text().text()) + "\n";
  Identities many;
  many.add_keys(SecretBytes(lines), "the test");
  const std::vector<Stanza> stanzas(1000, {{"X25519", std::string(43, 'A')}, std::string(32, 'b')});
  const std::string text = header_text(stanzas, FileKey::generate());
  EXPECT_THAT(error_of([&] { many.open(MemoryReadAt(text), "f"); }).cause(), HasSubstr("too much work"));
  // A hundred thousand tries are done. These are none that take long.
  Identities hundred;
  hundred.add_keys(SecretBytes(lines.substr(0, lines.rfind('\n', lines.size() - 2) + 1)), "the test");
  const std::string grease = header_text(std::vector<Stanza>(1000, {{"grease"}, ""}), FileKey::generate());
  EXPECT_EQ(error_of([&] { hundred.open(MemoryReadAt(grease), "f"); }).cause(),
            "none of the 100 given identities opens it");
}

}  // namespace
}  // namespace mongokeep::stream::age
