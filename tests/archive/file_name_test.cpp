#include "archive/file_name.h"

#include <gtest/gtest.h>

#include <random>
#include <set>

namespace mongokeep::archive {
namespace {

std::string encode_one(const std::string& name) {
  return encode_names({name}).at(0);
}

std::string folded(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

TEST(FileName, LeavesOrdinaryNamesAlone) {
  for (const char* name : {"users", "orderItems", "order_items", "a.b.c", "städte", "用户", "a-b", "icon", "manifests",
                           "com", "com10", "coma", "lpt", "x~y", "a b", "users.jsonx", "system.js"}) {
    EXPECT_EQ(encode_one(name), name);
  }
}

TEST(FileName, EncodesWhatIsUnsafeOrReserved) {
  EXPECT_EQ(encode_one("a/b"), "a%2Fb");
  EXPECT_EQ(encode_one(".."), "%2E%2E");
  EXPECT_EQ(encode_one("."), "%2E");
  EXPECT_EQ(encode_one(".hidden"), "%2Ehidden");
  EXPECT_EQ(encode_one("a."), "a%2E");
  EXPECT_EQ(encode_one(" a "), "%20a%20");
  EXPECT_EQ(encode_one("%2F"), "%252F");
  EXPECT_EQ(encode_one(std::string("a\0b", 3)), "a%00b");
  EXPECT_EQ(encode_one("a\nb\x7f"), "a%0Ab%7F");
  EXPECT_EQ(encode_one("a\\b:c*d?e\"f<g>h|i"), "a%5Cb%3Ac%2Ad%3Fe%22f%3Cg%3Eh%7Ci");
  EXPECT_EQ(encode_one("con"), "%63on");
  EXPECT_EQ(encode_one("con.fig"), "%63on.fig");
  EXPECT_EQ(encode_one("CON.txt"), "%43ON.txt");
  for (const char digit : std::string("0123456789")) {
    EXPECT_EQ(encode_one(std::string("com") + digit), std::string("%63om") + digit);
    EXPECT_EQ(encode_one(std::string("lpt") + digit), std::string("%6Cpt") + digit);
  }
  EXPECT_EQ(encode_one("\xff\xc3("), "%FF%C3(");
}

TEST(FileName, EncodesWhatWouldClashWithOurOwnFiles) {
  EXPECT_EQ(encode_one("manifest"), "%6Danifest");
  EXPECT_EQ(encode_one("Manifest"), "%4Danifest");
  EXPECT_EQ(encode_one("users.json"), "users%2Ejson");
  EXPECT_EQ(encode_one("users.json.zst"), "users.json%2Ezst");
  EXPECT_EQ(encode_one("users.AGE"), "users%2EAGE");
}

TEST(FileName, KeepsApartWhatDiffersByCaseOnly) {
  EXPECT_EQ(encode_names({"Users", "users", "orders"}), (std::vector<std::string>{"%55sers", "users", "orders"}));
  EXPECT_EQ(encode_names({"USERS", "Users"}), (std::vector<std::string>{"%55%53%45%52%53", "%55sers"}));
  EXPECT_EQ(encode_one("Users"), "Users");
  EXPECT_EQ(encode_names({"A[Z@", "a[z@"}), (std::vector<std::string>{"%41[%5A@", "a[z@"}));
}

TEST(FileName, CutsAndHashesWhatIsTooLong) {
  std::string emoji;
  for (int i = 0; i < 200; ++i) emoji += "😀";
  const std::string encoded = encode_one(emoji);
  EXPECT_LE(unfinished_file(collection_file(encoded, {.is_compressed = true, .is_encrypted = true})).size(), 255U);
  EXPECT_EQ((encoded.size() - 33) % 4, 0U) << "cut within a character";
  EXPECT_TRUE(encoded.starts_with("😀"));
  EXPECT_NE(encoded, encode_one(emoji + "!"));

  const std::string slashes(200, '/');
  EXPECT_EQ((encode_one(slashes).size() - 33) % 3, 0U) << "cut within an escape";
}

TEST(FileName, IsCutBehindTheLongestThatIsNot) {
  EXPECT_EQ(encode_one(std::string(220, 'a')), std::string(220, 'a'));
  const std::string cut = encode_one(std::string(221, 'a'));
  EXPECT_EQ(cut.size(), 220U);
  EXPECT_TRUE(cut.starts_with(std::string(187, 'a') + "~")) << cut;
}

TEST(FileName, TellsACutNameFromOneThatLooksLikeIt) {
  const std::string name = "x~0123456789abcdef0123456789abcdef";
  EXPECT_EQ(encode_one(name), "x%7E0123456789abcdef0123456789abcdef");
}

TEST(FileName, IsUniqueForNamesOfAnyBytes) {
  std::mt19937 random(20240220);
  const std::string letters = "aAbB./%~ \\\n\xC3\xA4\xFFjson";
  std::set<std::string> names;
  while (names.size() < 5000) {
    std::string name;
    const std::size_t length = 1 + random() % 9;
    for (std::size_t i = 0; i < length; ++i) name += letters[random() % letters.size()];
    names.insert(name);
  }
  const std::vector<std::string> all(names.begin(), names.end());
  const std::vector<std::string> encoded = encode_names(all);
  std::set<std::string> seen;
  for (std::size_t i = 0; i < all.size(); ++i) {
    EXPECT_TRUE(seen.insert(folded(encoded[i])).second) << encoded[i];
    EXPECT_EQ(encoded[i].find('/'), std::string::npos);
  }
}

TEST(FileName, TellsTheFormBySuffixesInTheirOrder) {
  for (const FileForm form : {FileForm{false, false}, {true, false}, {false, true}, {true, true}}) {
    const std::string file = collection_file("users", form);
    EXPECT_EQ(form_of(file), form) << file;
    EXPECT_EQ(unpacked_name(file), "users.json") << file;
  }
  EXPECT_TRUE(FileForm{}.is_plain());
  EXPECT_FALSE(FileForm{.is_compressed = true}.is_plain());
  EXPECT_FALSE((FileForm{.is_compressed = false, .is_encrypted = true}).is_plain());
  EXPECT_EQ(form_of("users.json.age.zst"), (FileForm{.is_compressed = true}));
  EXPECT_EQ(unpacked_name("users.json.gz"), "users.json.gz");
}

TEST(FileName, OfACollectionTellsWhatWasDoneToItAndIsHiddenWhileItIsWritten) {
  EXPECT_EQ(collection_file("users", {}), "users.json");
  EXPECT_EQ(collection_file("users", {.is_compressed = true}), "users.json.zst");
  EXPECT_EQ(collection_file("users", {.is_encrypted = true}), "users.json.age");
  EXPECT_EQ(collection_file("users", {.is_compressed = true, .is_encrypted = true}), "users.json.zst.age");
  EXPECT_EQ(unfinished_file("users.json"), ".users.json.part");
}

}  // namespace
}  // namespace mongokeep::archive
