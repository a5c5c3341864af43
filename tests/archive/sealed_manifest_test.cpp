#include "archive/sealed_manifest.h"

#include <gmock/gmock.h>

#include "mongokeep/error.h"
#include "stream/age/age_sink.h"
#include "stream/age/crypto.h"
#include "stream/string_sink.h"

namespace mongokeep::archive {
namespace {

using stream::age::Identities;
using stream::age::Identity;
using stream::age::Recipients;
using testing::HasSubstr;
using testing::Not;

class SealedManifest : public testing::Test {
 protected:
  SealedManifest() {
    identities_.add_keys(identity_.text(), "the test");
    manifest_.format_version = Manifest::current_format_version;
    manifest_.tool = "mongokeep 0.1.0";
    manifest_.server = "8.2.11";
    manifest_.database = "shop";
    manifest_.selection = {"collection=users"};
    manifest_.text_format = "canonical";
    CollectionRecord users;
    users.name = "users";
    users.type = "collection";
    users.file = "users.json.age";
    users.documents = 3;
    users.xxh3_128 = std::string(32, 'a');
    users.options = R"({"validator":{"secret":{"$exists":true}}})";
    users.indexes = R"([{"name":"hidden_1"}])";
    users.key_mark = "0123";
    manifest_.collections = {users};
  }

  void add_failed_orders() {
    CollectionRecord orders;
    orders.name = "orders";
    orders.type = "collection";
    orders.error = "not authorized";
    manifest_.collections.push_back(orders);
  }

  Recipients recipients() const { return Recipients::of_keys({identity_.recipient()}, "the test"); }
  Manifest opened(const std::string& text) const {
    return opened_with(identities_, parse_manifest(text, "manifest.json"), text, "manifest.json");
  }
  std::string error_of(const std::string& text) const {
    try {
      opened(text);
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::damaged);
      return error.what();
    }
    return "no error";
  }
  /// The text with something else shown, and all that needs no key put right again.
  static std::string showing(const std::string& text, const std::string& old, const std::string& instead) {
    std::string shown(shown_part(text));
    const std::size_t at = shown.find(old);
    EXPECT_NE(at, std::string::npos) << old;
    shown.replace(at, old.size(), instead);
    return text_with_sealed(shown, parse_manifest(text, "manifest.json").sealed);
  }

  Identity identity_ = Identity::generate();
  Identities identities_;
  Manifest manifest_;
};

TEST_F(SealedManifest, ShowsNoMoreThanItShould) {
  const std::string text = to_text(sealed_for(recipients(), manifest_));
  EXPECT_THAT(text, HasSubstr("\"documents\": 3"));
  for (const char* hidden : {"secret", "hidden_1", "0123", "8.2.11", "canonical", "collection=users"}) {
    EXPECT_THAT(text, Not(HasSubstr(hidden)));
  }
}

TEST_F(SealedManifest, OpensToAllOfIt) {
  const Manifest after = opened(to_text(sealed_for(recipients(), manifest_)));
  EXPECT_EQ(after.selection, manifest_.selection);
  EXPECT_EQ(after.collections.front().options, manifest_.collections.front().options);
  EXPECT_EQ(after.collections.front().key_mark, "0123");
}

TEST_F(SealedManifest, FindsOutWhatWasEditedByAnotherHand) {
  const std::string text = to_text(sealed_for(recipients(), manifest_));
  for (const auto& [old, instead] :
       std::vector<std::pair<std::string, std::string>>{{"\"documents\": 3", "\"documents\": 2"},
                                                        {std::string(32, 'a'), std::string(32, 'b')},
                                                        {"users.json.age", "other.json.age"},
                                                        {"\"complete\"", "\"partial\""},
                                                        {"{\n", "{\n  \"more\": 1,\n"},
                                                        {"\"selectionMark\"", "\"selectionMork\""}}) {
    EXPECT_THAT(error_of(showing(text, old, instead)), HasSubstr("differs from its sealed part")) << old;
  }
}

TEST_F(SealedManifest, IsNotTiedToTheLayoutOfOneProgram) {
  // As another version may show it, which binds its own text.
  const std::string shown = "{\n  \"later\": [1,  2],\n  " + text_to_show(manifest_).substr(4);
  manifest_.shown_sha256 = stream::age::sha256_text(shown);
  const auto key = stream::age::FileKey::generate();
  std::string sealed;
  stream::StringSink end(sealed);
  stream::age::AgeSink sink(key, recipients().header_for(key), end);
  sink.write(to_text(manifest_));
  sink.finish();
  EXPECT_EQ(opened(text_with_sealed(shown, sealed)).server, "8.2.11");
}

TEST_F(SealedManifest, TellsChoicesApartWithoutAKey) {
  const auto mark = [&](std::vector<std::string> selection) {
    manifest_.selection = std::move(selection);
    const Manifest closed = parse_manifest(to_text(sealed_for(recipients(), manifest_)), "manifest.json");
    EXPECT_TRUE(closed.is_closed);
    EXPECT_EQ(selection_mark(closed), selection_mark(manifest_));
    EXPECT_EQ(is_of_chosen_collections(closed), is_of_chosen_collections(manifest_));
    return selection_mark(closed);
  };
  EXPECT_EQ(mark({}), "");
  EXPECT_NE(mark({"collection=users"}), "");
  EXPECT_NE(mark({"collection=users"}), mark({"collection=orders"}));
  EXPECT_NE(mark({"excludeCollection=logs"}), "");
  EXPECT_FALSE(is_of_chosen_collections(manifest_)) << "it is of all others";
}

TEST_F(SealedManifest, ShowsWhichCollectionsFailedAndNotWhy) {
  add_failed_orders();
  const Manifest closed = parse_manifest(to_text(sealed_for(recipients(), manifest_)), "manifest.json");
  ASSERT_EQ(closed.collections.size(), 2U);
  EXPECT_EQ(closed.collections[0].error, "");
  EXPECT_EQ(closed.collections[1].error, "the reason is encrypted: give the identity to see it");
}

TEST_F(SealedManifest, IsReadBrieflyInTwoWays) {
  add_failed_orders();
  const std::string text = to_text(sealed_for(recipients(), manifest_));
  std::vector<std::string> files;
  const auto note = [&](std::string_view file, std::uint64_t) { files.emplace_back(file); };
  const BriefManifest read = parse_brief_manifest(text, "manifest.json", note);
  const auto scanned = scan_manifest(text, note);
  ASSERT_TRUE(scanned);
  EXPECT_EQ(files, (std::vector<std::string>{"users.json.age", "users.json.age"}));
  for (const BriefManifest* brief : {&read, &*scanned}) {
    EXPECT_TRUE(brief->manifest.is_closed);
    EXPECT_EQ(brief->totals.collections, 2U);
    EXPECT_EQ(brief->totals.documents, 3U);
    EXPECT_EQ(brief->totals.failed, 1U);
  }
  const std::size_t sealed = text.find("\"sealed\": \"") + 11;
  for (const auto& [at, instead] :
       std::vector<std::pair<std::size_t, std::string>>{{sealed + 8, "!"}, {text.find('"', sealed), "x"}}) {
    std::string other = text;
    other.replace(at, 1, instead);
    EXPECT_FALSE(scan_manifest(other, note)) << instead;
  }
}

}  // namespace
}  // namespace mongokeep::archive
