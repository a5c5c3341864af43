#include "documents/document_array.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "mongokeep/error.h"
#include "stream/string_sink.h"
#include "stream/zstd/zstd_sink.h"

namespace mongokeep::documents {
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

/// {"a": <string>}
std::vector<std::uint8_t> document(std::size_t text_size, char character) {
  std::vector<std::uint8_t> bytes(text_size + 13, static_cast<std::uint8_t>(character));
  const auto number = [&](std::size_t at, std::size_t value) {
    for (std::size_t index = 0; index < 4; ++index) bytes[at + index] = static_cast<std::uint8_t>(value >> (8 * index));
  };
  number(0, bytes.size());
  bytes[4] = 2;
  bytes[5] = 'a';
  bytes[6] = 0;
  number(7, text_size + 1);
  bytes[bytes.size() - 2] = bytes[bytes.size() - 1] = 0;
  return bytes;
}

constexpr std::size_t frame = stream::ZstdSink::largest_frame;

/// Sizes of texts around those of pieces and frames, large ones and small ones in turns.
std::vector<std::vector<std::uint8_t>> documents_of_many_sizes() {
  std::vector<std::vector<std::uint8_t>> documents;
  for (const std::size_t size : {frame, 2 * frame, 3 * frame}) {
    for (std::size_t less = 0; less < 24; ++less) {
      documents.push_back(document(size - less, 'x'));
      documents.push_back(document(less % 3 * 100'000, '"'));
    }
  }
  documents.push_back(document(frame + frame / 2, '\xFF'));
  documents.push_back(document(5 * frame, '\x01'));
  return documents;
}

TEST(DocumentArray, HandsOnALargeDocumentPieceByPiece) {
  StringSink sink;
  DocumentArray array(JsonFormat::relaxed, sink);
  add(array, document(1));
  add(array, document(15 * frame, 'x'));
  add(array, document(2));
  array.close();
  EXPECT_LT(sink.largest_piece, frame + frame / 4);
  EXPECT_TRUE(sink.text == "[\n{\"a\":1},\n{\"a\":\"" + std::string(15 * frame, 'x') + "\"},\n{\"a\":2}\n]\n");
}

TEST(DocumentArray, IsCompressedAsIfEveryDocumentWereHandedOnWhole) {
  std::string expected;
  std::string found;
  stream::StringSink expected_sink(expected);
  stream::StringSink found_sink(found);
  stream::ZstdSink whole(1, expected_sink);
  stream::ZstdSink cut(1, found_sink);
  DocumentArray array(JsonFormat::canonical, cut);
  extjson::TextBuffer text;
  for (const std::vector<std::uint8_t>& bytes : documents_of_many_sizes()) {
    text.append(array.documents() == 0 ? "[\n" : ",\n");
    if (text.size() >= frame / 4) {
      whole.write(text.view());
      text.clear();
    }
    extjson::DocumentWriter(JsonFormat::canonical).write({bytes.data(), bytes.size()}, text);
    add(array, bytes);
  }
  text.append("\n]\n");
  whole.write(text.view());
  whole.finish();
  array.close();
  cut.finish();
  EXPECT_TRUE(found == expected);
}

TEST(DocumentArray, RefusesWhatIsNotBson) {
  StringSink sink;
  DocumentArray array(JsonFormat::canonical, sink);
  std::vector<std::uint8_t> bad = document(1);
  bad[0] = 13;
  EXPECT_THROW(add(array, bad), Error);
}

}  // namespace
}  // namespace mongokeep::documents
