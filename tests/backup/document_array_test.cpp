#include "backup/document_array.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "mongokeep/error.h"

namespace mongokeep::backup {
namespace {

class StringSink final : public stream::Sink {
 public:
  void write(std::string_view bytes) override {
    text += bytes;
    largest_piece = std::max(largest_piece, bytes.size());
    ++pieces;
  }
  void finish() override {}

  std::string text;
  std::size_t pieces = 0;
  std::size_t largest_piece = 0;
};

/// {"a": <int32>}
std::vector<std::uint8_t> document(std::uint8_t value) {
  return {12, 0, 0, 0, 0x10, 'a', 0, value, 0, 0, 0, 0};
}

void add(DocumentArray& array, const std::vector<std::uint8_t>& bytes) {
  array.add({bytes.data(), bytes.size()});
}

TEST(DocumentArray, WithoutDocumentsIsAnEmptyArray) {
  StringSink sink;
  DocumentArray array(JsonFormat::canonical, sink);
  array.close();
  EXPECT_EQ(sink.text, "[]\n");
}

TEST(DocumentArray, HasOneDocumentALine) {
  StringSink sink;
  DocumentArray array(JsonFormat::relaxed, sink);
  add(array, document(1));
  add(array, document(2));
  array.close();
  EXPECT_EQ(sink.text, "[\n{\"a\":1},\n{\"a\":2}\n]\n");
  EXPECT_EQ(array.documents(), 2U);
  EXPECT_EQ(array.bson_bytes(), 24U);
}

TEST(DocumentArray, HandsOnPiecesAsTheyFill) {
  StringSink sink;
  DocumentArray array(JsonFormat::canonical, sink);
  for (int i = 0; i < 100000; ++i) add(array, document(7));
  array.close();
  EXPECT_GT(sink.pieces, 5U);
  EXPECT_LT(sink.largest_piece, std::size_t{1} << 20U);
  EXPECT_EQ(std::count(sink.text.begin(), sink.text.end(), '\n'), 100002);
}

TEST(DocumentArray, RefusesWhatIsNotBson) {
  StringSink sink;
  DocumentArray array(JsonFormat::canonical, sink);
  std::vector<std::uint8_t> bad = document(1);
  bad[0] = 13;
  EXPECT_THROW(add(array, bad), Error);
}

}  // namespace
}  // namespace mongokeep::backup
