// Documents whose text is not held whole: it is what it would be otherwise, whatever they are, and is never all in
// memory.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <string>
#include <vector>

#include "extjson/bson_builder.h"
#include "extjson/random_document.h"
#include "mongokeep/error.h"

namespace mongokeep::extjson {
namespace {

constexpr std::size_t mebibyte = std::size_t{1} << 20U;

class Collected final : public TextOutlet {
 public:
  explicit Collected(std::size_t piece) : piece_(piece) {}

  std::size_t piece_size() const override { return piece_; }
  void take(std::string_view piece) override {
    EXPECT_EQ(piece.size(), piece_);
    text += piece;
  }

  std::string text;

 private:
  std::size_t piece_;
};

constexpr JsonFormat formats[] = {JsonFormat::canonical, JsonFormat::relaxed, JsonFormat::plain};

/// A document with this one, behind a string that makes it a large one.
BsonBuilder made_large(const BsonBuilder& document) {
  return BsonBuilder()
      .add_int32("_id", 7)
      .add_string("large", std::string(3 * mebibyte, 'x'))
      .add_document("a", document);
}

/// Checks the document's text in every format, and how much of it was in memory at a time.
void expect_same_text(const BsonBuilder& document, std::size_t piece = mebibyte) {
  const Bytes bytes = document.bytes();
  for (const JsonFormat format : formats) {
    Collected outlet(piece);
    TextBuffer text;
    text.append("before ");
    DocumentWriter(format).write(view_of(bytes), text, outlet);
    EXPECT_FALSE(outlet.text.empty());
    EXPECT_FALSE(text.view().empty());
    EXPECT_LE(text.capacity(), piece + 65536);
    // Not EXPECT_EQ, which would print them.
    EXPECT_TRUE(outlet.text.append(text.view()) == "before " + json_of(format, bytes));
  }
}

TEST(LargeDocument, HasTheSameTextInPieces) {
  expect_same_text(made_large(BsonBuilder()));
  expect_same_text(BsonBuilder().add_string("escaped", std::string(2 * mebibyte, '\x01')));
  expect_same_text(BsonBuilder().add_string(std::string(2 * mebibyte, 'k'), "of a large key"));
  expect_same_text(BsonBuilder().add(BsonType::binary, "binary",
                                     stored(std::int32_t{2 * mebibyte}) + '\0' + std::string(2 * mebibyte, '\xA5')));
  BsonBuilder array;
  for (int index = 0; index < 200'000; ++index) array.add_int32(std::to_string(index), 1'000'000'000 + index);
  expect_same_text(BsonBuilder().add_array("numbers", array), mebibyte / 2);
}

TEST(LargeDocument, HasTheSameTextInPiecesOfAnySize) {
  for (const std::size_t piece : {1, 2, 1000, 65537})
    expect_same_text(made_large(BsonBuilder().add_int32("b", 1)), piece);
}

TEST(LargeDocument, IsInAnEnvelopeForWhatComesLast) {
  const BsonBuilder cases[] = {
      BsonBuilder().add_string("b", "\xFF"),
      BsonBuilder().add_string("b", std::string(100, 'x') + "\xFF"),
      BsonBuilder().add_int32("\xFF", 1),
      BsonBuilder().add_string("$oid", "x"),
      BsonBuilder().add_array("b", BsonBuilder().add_int32("1", 1)),
      BsonBuilder().add(BsonType::number_double, "b", stored(std::uint64_t{0xFFF8'0000'0000'0000})),
      BsonBuilder().add(BsonType::decimal128, "b", std::string(15, '\xFF') + '\x7F'),
      BsonBuilder().add(BsonType::binary, "b", stored(std::int32_t{5}) + '\x02' + std::string(5, '\0')),
      BsonBuilder().add(BsonType::regular_expression, "b", std::string("x\0xi\0", 5)),
  };
  for (const BsonBuilder& last : cases) {
    const Bytes document = made_large(last).bytes();
    Collected outlet(mebibyte);
    TextBuffer text;
    DocumentWriter(JsonFormat::canonical).write(view_of(document), text, outlet);
    EXPECT_TRUE(outlet.text.starts_with(R"({"_id":{"$numberInt":"7"},"$bson":{"$binary":)"));
    expect_same_text(made_large(last));
  }
}

TEST(LargeDocument, MayHaveALargeIdInItsEnvelope) {
  const std::string id(2 * mebibyte, 'x');
  const Bytes document = BsonBuilder().add_string("_id", id).add_string("a", "\xFF").bytes();
  Collected outlet(1000);
  TextBuffer text;
  DocumentWriter(JsonFormat::canonical).write(view_of(document), text, outlet);
  EXPECT_TRUE(outlet.text.append(text.view()) == json_of(JsonFormat::canonical, document));
}

TEST(LargeDocument, ThatIsNotBsonGoesNowhere) {
  const Bytes document = made_large(BsonBuilder().add(BsonType::boolean, "sold", "\x02")).bytes();
  for (const JsonFormat format : formats) {
    Collected outlet(mebibyte);
    TextBuffer text;
    text.append("before");
    std::string error;
    try {
      DocumentWriter(format).write(view_of(document), text, outlet);
    } catch (const Error& thrown) {
      error = thrown.what();
    }
    EXPECT_EQ(error, "cannot read a BSON document: at byte 3145766, key \"a.sold\", a boolean is neither 0 nor 1");
    EXPECT_EQ(text.view(), "before");
    EXPECT_TRUE(outlet.text.empty());
  }
}

TEST(LargeDocument, IsOneOfMoreThanAMebibyte) {
  const Bytes document = BsonBuilder().add_string("a", std::string(mebibyte / 2, '\x01')).bytes();
  Collected outlet(1000);
  TextBuffer text;
  DocumentWriter(JsonFormat::canonical).write(view_of(document), text, outlet);
  EXPECT_TRUE(outlet.text.empty());
  EXPECT_TRUE(text.view() == json_of(JsonFormat::canonical, document));
}

/// What the first walk decides without writing is what the writing one finds.
RC_GTEST_PROP(LargeDocument, HasTheSameTextWhateverItIs, ()) {
  const Bytes random = random_document(RandomKind::any);
  const std::string value(random.begin(), random.end());
  const Bytes document =
      BsonBuilder().add_string("large", std::string(mebibyte, 'x')).add(BsonType::document, "a", value).bytes();
  for (const JsonFormat format : formats) {
    Collected outlet(mebibyte / 2);
    TextBuffer text;
    DocumentWriter(format).write(view_of(document), text, outlet);
    RC_ASSERT(outlet.text.append(text.view()) == json_of(format, document));
  }
}

}  // namespace
}  // namespace mongokeep::extjson
