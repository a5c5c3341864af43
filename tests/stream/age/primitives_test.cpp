// The primitives against the papers' own examples, which show that they are wired up right.

#include <gtest/gtest.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <numeric>
#include <string>

#include "stream/age/aead.h"
#include "stream/age/base64.h"
#include "stream/age/bech32.h"
#include "stream/age/crypto.h"

namespace mongokeep::stream::age {
namespace {

std::string hex_of(ByteSpan bytes) {
  std::string hex;
  for (const std::uint8_t byte : bytes) {
    hex += "0123456789abcdef"[byte >> 4U];
    hex += "0123456789abcdef"[byte & 15U];
  }
  return hex;
}

std::string hex_of(std::string_view bytes) {
  return hex_of(bytes_of(bytes));
}

std::string from_hex(const std::string& hex) {
  std::string bytes;
  for (std::size_t i = 0; i < hex.size(); i += 2) bytes += static_cast<char>(std::stoul(hex.substr(i, 2), nullptr, 16));
  return bytes;
}

/// `size` bytes that count up from the first.
std::string counting(unsigned char first, std::size_t size) {
  std::string bytes(size, '\0');
  std::iota(bytes.begin(), bytes.end(), static_cast<char>(first));
  return bytes;
}

TEST(Hkdf, IsOfRfc5869) {
  const std::string key(22, '\x0b');
  EXPECT_EQ(hex_of(hkdf(bytes_of(key), bytes_of(counting(0x00, 13)), counting(0xf0, 10), 42).text()),
            "3cb25f25faacd57a90434f64d0362f2a2d2d0a90cf1a5a4c5db02d56ecc4c5bf34007208d5b887185865");
  EXPECT_EQ(hex_of(hkdf(bytes_of(key), {}, "", 42).text()),
            "8da4e775a563c18f715f802a063c5a31b8a11f5c5ee1879ec3454e5f3c738d2d9d201395faa4b61a96c8");
}

TEST(Hmac, IsOfRfc4231) {
  EXPECT_EQ(hex_of(hmac(bytes_of("Jefe"), "what do ya want for nothing?")),
            "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

TEST(X25519, IsOfRfc7748) {
  const SecretBytes alice(from_hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
  const SecretBytes bob(from_hex("5dab087e624a8a4b79e17f8b83800ee66f3bb1292618b6fd1c2f8b27ff88e0eb"));
  EXPECT_EQ(hex_of(x25519_public(alice)), "8520f0098930a754748b7ddcb43ef75a0dbf3a0d26381af4eba4a98eaa9b4e6a");
  EXPECT_EQ(hex_of(x25519_public(bob)), "de9edb7d7b7dc1b4d35b61c2ece435373f8343c85b78674dadfc7e146f882b4f");
  const std::string shared = "4a5d9d5ba4ce2de1728e3bf480350f25e07e21c947d19e3376f09b3c1e161742";
  EXPECT_EQ(hex_of(x25519_shared(alice, x25519_public(bob)).text()), shared);
  EXPECT_EQ(hex_of(x25519_shared(bob, x25519_public(alice)).text()), shared);
}

TEST(X25519, HasNoSecretToShareWithAKeyThatLeadsToZeros) {
  const SecretBytes alice(from_hex("77076d0a7318a57d3c16c17251b26645df4c2f87ebc0992ab177fba51db92c2a"));
  EXPECT_EQ(x25519_shared(alice, std::string(32, '\0')).size(), 0U);
  EXPECT_EQ(x25519_shared(alice, '\1' + std::string(31, '\0')).size(), 0U);
}

// RFC 7914 has this one with 64 bytes: the first 32 of them are the same.
TEST(Scrypt, IsOfRfc7914) {
  EXPECT_EQ(hex_of(scrypt(SecretBytes("pleaseletmein"), "SodiumChloride", 14).text()),
            "7023bdcb3afd7348461c06cd81fd38ebfda8fbba904f8e3ea9b543f6545da1f2");
}

TEST(Aead, OpensWhatItSealedAndNothingElse) {
  const SecretBytes key(counting(0x80, 32));
  const std::array<std::uint8_t, Aead::nonce_size> nonce = {7};
  const std::string text = "the text";
  std::array<std::uint8_t, 8 + Aead::tag_size> sealed{};
  Aead(key, Aead::Direction::seal).seal(nonce, bytes_of(text), sealed);

  Aead opener(key, Aead::Direction::open);
  std::array<std::uint8_t, 8> opened{};
  ASSERT_TRUE(opener.open(nonce, sealed, opened));
  EXPECT_EQ(hex_of(opened), hex_of(text));
  for (std::uint8_t& byte : sealed) {
    byte ^= 1U;
    opened.fill(0xff);
    EXPECT_FALSE(opener.open(nonce, sealed, opened));
    EXPECT_EQ(hex_of(opened), std::string(16, '0')) << "text that was not checked was given out";
    byte ^= 1U;
  }
  EXPECT_TRUE(opener.open(nonce, sealed, opened)) << "a refusal must not spoil the next one";
}

TEST(Base64, IsOfRfc4648WithoutPadding) {
  const std::array<std::pair<std::string, std::string>, 7> examples = {{{"", ""},
                                                                        {"f", "Zg"},
                                                                        {"fo", "Zm8"},
                                                                        {"foo", "Zm9v"},
                                                                        {"foob", "Zm9vYg"},
                                                                        {"fooba", "Zm9vYmE"},
                                                                        {"foobar", "Zm9vYmFy"}}};
  for (const auto& [bytes, text] : examples) {
    EXPECT_EQ(base64_text(bytes), text);
    EXPECT_EQ(bytes_of_base64(text), bytes);
  }
  EXPECT_EQ(base64_text("\xfb\xff\xfe"), "+//+");
}

TEST(Base64, TakesOnlyTheOneTextOfSomeBytes) {
  for (const char* text : {"Zg==", "Zm8=", "Z", "Zm9vY", "Zh", "Zm9", "Zm 9", "Zm9v\n", "Zm9v\r", "_-_-", "Zm9\xc3"}) {
    EXPECT_EQ(bytes_of_base64(text), std::nullopt) << text;
  }
}

// The pair of keys that the specification of age gives as its example: 32 bytes 0x42.
TEST(Bech32, WritesKeysAsTheSpecificationOfAgeDoes) {
  const std::string bytes(32, 'B');
  const std::string text = "age-secret-key-1gfpyysjzgfpyysjzgfpyysjzgfpyysjzgfpyysjzgfpyysjzgfpq4egaex";
  EXPECT_EQ(bech32_text("age-secret-key-", bytes).text(), text);
  const auto read = bytes_of_bech32("age-secret-key-", text);
  ASSERT_TRUE(read);
  EXPECT_EQ(read->text(), bytes);
  EXPECT_EQ(bech32_text("age", x25519_public(SecretBytes(bytes))).text(),
            "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj");
}

TEST(Bech32, FindsEveryCharacterThatIsMistyped) {
  const std::string text = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
  ASSERT_TRUE(bytes_of_bech32("age", text));
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (const char other : std::string("qpzry9x8gf2tvdw0s3jn54khce6mua7l1bioAGE ")) {
      if (other == text[at]) continue;
      std::string mistyped = text;
      mistyped[at] = other;
      EXPECT_FALSE(bytes_of_bech32("age", mistyped)) << mistyped;
    }
  }
  EXPECT_FALSE(bytes_of_bech32("age", text.substr(0, text.size() - 1)));
  EXPECT_FALSE(bytes_of_bech32("age", text + "q"));
  EXPECT_FALSE(bytes_of_bech32("ag", text));
  for (const char* none : {"", "age", "age1", "age1q", "age1qqqqqq"})
    EXPECT_FALSE(bytes_of_bech32("age", none)) << none;
}

TEST(Bech32, LeadsBackToAnyBytes) {
  EXPECT_EQ(bech32_text("a", "").text(), "a12uel5l") << "of BIP 173";
  for (const std::string prefix : {"age", "z", "Z", "A", "AGE-SECRET-KEY-"}) {
    for (std::size_t size = 0; size <= 40; ++size) {
      const std::string bytes = counting(0xf7, size);
      std::string text(bech32_text(prefix, bytes).text());
      if (prefix.front() <= 'Z') std::transform(text.begin(), text.end(), text.begin(), ::toupper);
      const auto read = bytes_of_bech32(prefix, text);
      ASSERT_TRUE(read) << text;
      EXPECT_EQ(read->text(), bytes) << text;
    }
  }
}

TEST(Bech32, RefusesADigitThatNoByteNeeds) {
  // Their checksums are right.
  EXPECT_FALSE(bytes_of_bech32("age", "age1qdd35qf"));
  EXPECT_FALSE(bytes_of_bech32("age", "age1qqqqqqqqqjhjdkw"));
}

TEST(Bech32, RefusesLettersOfTheOtherCase) {
  std::string text(bech32_text("AGE-SECRET-KEY-", counting(0, 32)).text());
  std::transform(text.begin(), text.end(), text.begin(), ::toupper);
  ASSERT_TRUE(bytes_of_bech32("AGE-SECRET-KEY-", text));
  const std::string lower(bech32_text("age", counting(0, 32)).text());
  for (const char letter : std::string("AZ")) {
    std::string mixed = text;
    const std::size_t at = mixed.find(letter, 16);
    ASSERT_NE(at, std::string::npos);
    mixed[at] = static_cast<char>(letter - 'A' + 'a');
    EXPECT_FALSE(bytes_of_bech32("AGE-SECRET-KEY-", mixed)) << mixed;
    mixed = lower;
    const std::size_t lower_at = mixed.find(static_cast<char>(letter - 'A' + 'a'), 4);
    ASSERT_NE(lower_at, std::string::npos);
    mixed[lower_at] = letter;
    EXPECT_FALSE(bytes_of_bech32("age", mixed)) << mixed;
  }
}

TEST(Base64, IsToldFromOtherText) {
  for (const char* text : {"", "Zg", "Zm8", "Zm9v", "Zm9vYg", "Zm9vYmFy", "+//+", "Zg==", "Z", "Zm9vY", "Zh", "Zm9",
                           "Zm 9", "Zm9v\n", "_-_-", "Zm9\xc3", "Zm9!Yg", "!m9vYg"}) {
    EXPECT_EQ(is_base64(text), bytes_of_base64(text).has_value()) << text;
  }
}

TEST(Sha256, IsOfFips180) {
  EXPECT_EQ(sha256_text("abc"), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

}  // namespace
}  // namespace mongokeep::stream::age
