#include "verify/matching.h"

#include <gmock/gmock.h>

#include <set>
#include <string>
#include <vector>

#include "mongokeep/error.h"
#include "verify/bson.h"

namespace mongokeep::verify {
namespace {

using testing::ElementsAre;
using testing::UnorderedElementsAre;

class Documents final : public DocumentStream {
 public:
  explicit Documents(const std::vector<std::string>& documents) {
    for (const std::string& document : documents) documents_.push_back(bson(document));
  }
  std::optional<extjson::BsonView> next() override {
    if (next_ == documents_.size()) return std::nullopt;
    return view_of(documents_[next_++]);
  }

 private:
  std::vector<Bytes> documents_;
  std::size_t next_ = 0;
};

using Texts = std::vector<std::string>;

/// "missing 1", "changed 2", …, as the samples name them.
std::vector<std::string> samples_of(const CollectionComparison& comparison) {
  std::vector<std::string> texts;
  for (const DifferentDocument& sample : comparison.samples) {
    const char* kind = sample.kind == DifferentDocument::Kind::missing ? "missing "
                       : sample.kind == DifferentDocument::Kind::added ? "added "
                                                                       : "changed ";
    texts.push_back(kind + sample.id);
  }
  return texts;
}

std::optional<CollectionComparison> in_order(const Texts& stored_texts, const Texts& live_texts) {
  CollectionComparison comparison;
  Tally tally(comparison);
  Documents stored(stored_texts);
  Documents live(live_texts);
  if (!match_in_order(stored, live, tally)) return std::nullopt;
  return comparison;
}

CollectionComparison in_memory(const Texts& stored_texts, const Texts& live_texts, KnownBy known_by,
                               std::size_t most_bytes = 1U << 20U) {
  CollectionComparison comparison;
  Tally tally(comparison);
  Documents stored(stored_texts);
  Documents live(live_texts);
  match_in_memory(stored, live, known_by, most_bytes, tally);
  return comparison;
}

TEST(MatchingInOrder, FindsWhatIsMissingAddedAndChanged) {
  const auto found =
      in_order({R"({"_id": 1})", R"({"_id": 3, "a": 1})", R"({"_id": 5})", R"({"_id": "x"})"},
               {R"({"_id": 0})", R"({"_id": 1})", R"({"_id": 3, "a": 2})", R"({"_id": "x"})", R"({"_id": "y"})"});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->same, 2U);
  EXPECT_THAT(samples_of(*found), ElementsAre(R"(added {"$numberInt":"0"})", R"(changed {"$numberInt":"3"})",
                                              R"(missing {"$numberInt":"5"})", R"(added "y")"));
  EXPECT_EQ(found->samples[1].stored, R"({"_id":{"$numberInt":"3"},"a":{"$numberInt":"1"}})");
  EXPECT_EQ(found->samples[1].live, R"({"_id":{"$numberInt":"3"},"a":{"$numberInt":"2"}})");
  EXPECT_EQ(found->samples[2].live, "");
  EXPECT_FALSE(found->is_same());
}

TEST(MatchingInOrder, MatchesDocumentsThatShareAnIdInAnyOrder) {
  const auto found = in_order({R"({"_id": 1, "a": 1})", R"({"_id": 1, "a": 2})", R"({"_id": 2})"},
                              {R"({"_id": 1, "a": 2})", R"({"_id": 1, "a": 1})", R"({"_id": 2})"});
  ASSERT_TRUE(found);
  EXPECT_EQ(found->same, 3U);
  EXPECT_TRUE(found->is_same());
}

TEST(MatchingInMemory, MatchesDocumentsThatShareAnIdInAnyOrder) {
  const auto found =
      in_memory({R"({"_id": 1, "a": 1})", R"({"_id": 1, "a": 2})", R"({"_id": 2, "b": 1})"},
                {R"({"_id": 1, "a": 2})", R"({"_id": 1, "a": 1})", R"({"_id": 2, "b": 2})"}, KnownBy::id);
  EXPECT_EQ(found.same, 2U);
  EXPECT_EQ(found.changed, 1U);
  EXPECT_EQ(found.missing + found.added, 0U);
}

TEST(MatchingInOrder, FindsWhichOfThoseThatShareAnIdIsMissingOrAdded) {
  const auto missing = in_order({R"({"_id": 1, "a": 1})", R"({"_id": 1, "a": 2})", R"({"_id": 2})"},
                                {R"({"_id": 1, "a": 2})", R"({"_id": 2})"});
  ASSERT_TRUE(missing);
  EXPECT_EQ(missing->same, 2U);
  ASSERT_EQ(missing->missing, 1U);
  EXPECT_EQ(missing->changed + missing->added, 0U);
  EXPECT_EQ(missing->samples[0].stored, R"({"_id":{"$numberInt":"1"},"a":{"$numberInt":"1"}})");
  const auto added = in_order({R"({"_id": 1})"}, {R"({"_id": 1})", R"({"_id": 1, "a": 2})"});
  ASSERT_TRUE(added);
  EXPECT_EQ(added->same, 1U);
  EXPECT_EQ(added->added, 1U);
}

TEST(MatchingInOrder, ComparesBytes) {
  const auto keys = in_order({R"({"_id": 1, "a": 1, "b": 2})"}, {R"({"_id": 1, "b": 2, "a": 1})"});
  EXPECT_EQ(keys->changed, 1U);
  const auto types = in_order({R"({"_id": 1, "a": 1})"}, {R"({"_id": 1, "a": 1.0})"});
  EXPECT_EQ(types->changed, 1U);
  const auto id = in_order({R"({"_id": 1})"}, {R"({"_id": 1.0})"});
  EXPECT_EQ(id->changed, 1U) << "the same to the server, and not the same";
}

TEST(MatchingInOrder, OfNothingIsFine) {
  EXPECT_TRUE(in_order({}, {})->is_same());
  EXPECT_EQ(in_order({R"({"_id": 1})"}, {})->missing, 1U);
  EXPECT_EQ(in_order({}, {R"({"_id": 1})"})->added, 1U);
}

TEST(MatchingInOrder, GivesUpWhereASideIsNotInOrder) {
  EXPECT_FALSE(in_order({R"({"_id": 2})", R"({"_id": 1})"}, {}));
  EXPECT_FALSE(in_order({R"({"a": 2})"}, {}));
  EXPECT_FALSE(in_order({R"({"_id": 2})", R"({"_id": 3})"}, {R"({"_id": 2})", R"({"b": 3})"}));
}

TEST(MatchingInOrder, KeepsTheFirstFewSamplesOfEachKind) {
  Texts stored;
  Texts live;
  for (int i = 0; i < 20; ++i) {
    const std::string id = std::to_string(i);
    if (i < 12) stored.push_back("{\"_id\": " + id + "}");
    if (i >= 6) live.push_back("{\"_id\": " + id + ", \"a\": 1}");
  }
  const auto found = in_order(stored, live);
  EXPECT_EQ(found->missing, 6U);
  EXPECT_EQ(found->changed, 6U);
  EXPECT_EQ(found->added, 8U);
  EXPECT_EQ(found->samples.size(), 15U);
}

TEST(MatchingInOrder, CutsLongSamplesBetweenCharacters) {
  std::string long_text;
  for (int i = 0; i < 1000; ++i) long_text += "ä";
  const auto found = in_order({"{\"_id\": 1, \"a\": \"" + long_text + "\"}"}, {});
  EXPECT_LT(found->samples.at(0).stored.size(), 520U);
  EXPECT_THAT(found->samples.at(0).stored, testing::EndsWith("ä…"));
}

TEST(MatchingInMemory, FindsTheSameInAnyOrder) {
  const Texts stored = {R"({"_id": "b"})", R"({"_id": "a", "x": 1})", R"({"_id": "c"})", R"({"_id": "d"})"};
  const Texts live = {R"({"_id": "c"})", R"({"_id": "e"})", R"({"_id": "a", "x": 2})", R"({"_id": "b"})"};
  const CollectionComparison found = in_memory(stored, live, KnownBy::id);
  EXPECT_EQ(found.same, 2U);
  EXPECT_THAT(samples_of(found), UnorderedElementsAre("changed \"a\"", "missing \"d\"", "added \"e\""));
}

TEST(MatchingInMemory, OfWholeDocumentsCountsThem) {
  const Texts stored = {R"({"a": 1})", R"({"a": 1})", R"({"a": 2})"};
  const Texts live = {R"({"a": 2})", R"({"a": 1})", R"({"a": 3})"};
  const CollectionComparison found = in_memory(stored, live, KnownBy::whole);
  EXPECT_EQ(found.same, 2U);
  EXPECT_EQ(found.missing, 1U);
  EXPECT_EQ(found.added, 1U);
  EXPECT_EQ(found.changed, 0U);
  EXPECT_EQ(found.samples.at(0).id, R"({"a":{"$numberInt":"1"}})") << "named by the whole document";
}

TEST(MatchingInMemory, HoldsOnlyWhatWaits) {
  Texts stored;
  Texts live;
  for (int i = 0; i < 1000; ++i) {
    // The same order, shifted a little: little waits at any time.
    stored.push_back("{\"_id\": " + std::to_string(i) + ", \"a\": \"0123456789\"}");
    live.push_back("{\"_id\": " + std::to_string((i + 3) % 1000) + ", \"a\": \"0123456789\"}");
  }
  EXPECT_EQ(in_memory(stored, live, KnownBy::id, 1000).same, 1000U);
}

TEST(MatchingInMemory, SaysWhenThatIsTooMuch) {
  Texts stored;
  for (int i = 0; i < 100; ++i) stored.push_back("{\"_id\": " + std::to_string(i) + "}");
  try {
    in_memory(stored, {}, KnownBy::id, 1000);
    FAIL() << "no error";
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::invalid_data);
    EXPECT_THAT(error.cause(), testing::HasSubstr("not sorted by _id"));
  }
}

}  // namespace
}  // namespace mongokeep::verify
