#include "archive/manifest.h"

#include <gtest/gtest.h>

#include "archive/forged_manifest.h"
#include "archive/sample_manifest.h"
#include "mongokeep/error.h"

namespace mongokeep::archive {
namespace {

Manifest sample() {
  Manifest manifest = sample_manifest();
  manifest.tool = "mongokeep 0.1.0";
  manifest.server = "8.2.11";
  manifest.selection = {"collection=users", "model=Person:people"};
  manifest.status = Status::partial;
  manifest.started_at = std::chrono::system_clock::time_point(std::chrono::milliseconds(1708390800123));
  manifest.finished_at = manifest.started_at + std::chrono::seconds(2);
  CollectionRecord users = sample_record();
  users.options = R"({"capped":true,"size":{"$numberInt":"4096"}})";
  users.indexes = R"([{"key":{"b":{"$numberInt":"1"},"a":{"$numberInt":"-1"}},"name":"b_1_a_-1"}])";
  CollectionRecord broken;
  broken.name = "wei\"rd\n";
  broken.type = "collection";
  broken.options = "{}";
  broken.indexes = "[]";
  broken.error = "cannot read the collection";
  manifest.collections = {users, broken};
  return manifest;
}

std::string error_of(const std::string& text) {
  try {
    parse_manifest(text, "manifest.json");
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::damaged);
    return error.what();
  }
  return "no error";
}

TEST(Manifest, IsReadableAndEndsInItsChecksum) {
  const std::string text = to_text(sample());
  EXPECT_TRUE(text.starts_with("{\n  \"formatVersion\": 1,\n  \"tool\": \"mongokeep 0.1.0\",\n"));
  EXPECT_NE(text.find("\n      \"indexes\": [{\"key\":"), std::string::npos) << text;
  EXPECT_TRUE(text.ends_with("\"\n}\n"));
}

TEST(Manifest, ThatIsNestedWithoutEndIsDamaged) {
  for (const int depth : {300, 50'000, 2'000'000}) {
    const std::string body =
        "{\n  \"formatVersion\": 1,\n  \"x\": " + std::string(static_cast<std::size_t>(depth), '[') +
        std::string(static_cast<std::size_t>(depth), ']');
    EXPECT_NE(error_of(test::with_right_checksum(body)).find("more than 250 levels deep"), std::string::npos);
  }
}

TEST(Manifest, TellsWhenItWasBegunWithoutBeingReadWhole) {
  const Manifest manifest = sample();
  EXPECT_EQ(started_at_in(to_text(manifest), "manifest.json"), manifest.started_at);
  const std::string changed = test::with_exchanged(to_text(manifest), "\"startedAt\": \"2024", "\"startedAt\": \"2031");
  EXPECT_THROW(started_at_in(changed, "manifest.json"), Error);
}

TEST(Manifest, ComesBackAsItWas) {
  const Manifest before = sample();
  const Manifest after = parse_manifest(to_text(before), "manifest.json");
  EXPECT_EQ(after.tool, before.tool);
  EXPECT_EQ(after.server, before.server);
  EXPECT_EQ(after.database, before.database);
  EXPECT_EQ(after.selection, before.selection);
  EXPECT_EQ(after.text_format, before.text_format);
  EXPECT_EQ(after.status, before.status);
  EXPECT_EQ(after.started_at, before.started_at);
  EXPECT_EQ(after.finished_at, before.finished_at);
  ASSERT_EQ(after.collections.size(), 2U);
  EXPECT_EQ(after.collections[0].name, "users");
  EXPECT_EQ(after.collections[0].file, "users.json");
  EXPECT_EQ(after.collections[0].documents, 3U);
  EXPECT_EQ(after.collections[0].bson_bytes, 120U);
  EXPECT_EQ(after.collections[0].stored_bytes, 340U);
  EXPECT_EQ(after.collections[0].xxh3_128, before.collections[0].xxh3_128);
  EXPECT_EQ(after.collections[0].options, before.collections[0].options);
  EXPECT_EQ(after.collections[0].indexes, before.collections[0].indexes);
  EXPECT_EQ(after.collections[1].name, "wei\"rd\n");
  EXPECT_TRUE(after.collections[1].file.empty());
  EXPECT_EQ(after.collections[1].error, "cannot read the collection");
  EXPECT_EQ(to_text(after), to_text(before));
}

TEST(Manifest, KeepsWhatACollectionHasBesideTheUsual) {
  Manifest manifest = sample();
  CollectionRecord& users = manifest.collections[0];
  for (const char* unusual : {"exists", "enveloped", "order"}) {
    EXPECT_EQ(to_text(manifest).find(unusual), std::string::npos) << "what is usual is not written";
  }
  for (const bool exists : {true, false}) {
    users.exists = exists;
    users.enveloped = 2;
    users.is_in_natural_order = true;
    const CollectionRecord back = parse_manifest(to_text(manifest), "m").collections[0];
    EXPECT_EQ(back.exists, exists);
    EXPECT_EQ(back.enveloped, 2U);
    EXPECT_TRUE(back.is_in_natural_order);
  }
  const CollectionRecord usual = parse_manifest(to_text(sample()), "m").collections[0];
  EXPECT_EQ(usual.exists, std::nullopt);
  EXPECT_EQ(usual.enveloped, 0U);
  EXPECT_FALSE(usual.is_in_natural_order);
}

TEST(Manifest, WithoutCollectionsComesBackToo) {
  Manifest manifest = sample();
  manifest.collections.clear();
  EXPECT_TRUE(parse_manifest(to_text(manifest), "m").collections.empty());
}

TEST(Manifest, EveryFlippedBitIsFound) {
  const std::string text = to_text(sample());
  for (std::size_t at = 0; at < text.size(); ++at) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = text;
      damaged[at] = static_cast<char>(damaged[at] ^ (1 << bit));
      ASSERT_NE(error_of(damaged), "no error") << "byte " << at << " bit " << bit;
    }
  }
}

TEST(Manifest, EveryCutIsFound) {
  const std::string text = to_text(sample());
  for (std::size_t length = 0; length < text.size(); ++length) {
    ASSERT_NE(error_of(text.substr(0, length)), "no error") << length;
  }
  EXPECT_NE(error_of(text + "\n"), "no error");
}

TEST(Manifest, OfAFutureFormatSaysSoBeforeAnythingElse) {
  const std::string text = test::with_exchanged(to_text(sample()), "\"formatVersion\": 1", "\"formatVersion\": 3");
  EXPECT_NE(
      error_of(text).find("its format version is 3, but this program reads only versions up to 2. Use a newer version"),
      std::string::npos)
      << error_of(text);
}

TEST(Manifest, ChangedByHandSaysSo) {
  const std::string text = test::with_exchanged(to_text(sample()), "\"documents\": 3", "\"documents\": 4");
  EXPECT_NE(error_of(text).find("its contents do not match its checksum"), std::string::npos);
}

}  // namespace
}  // namespace mongokeep::archive
