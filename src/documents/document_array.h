#pragma once

#include <cstdint>
#include <utility>

#include "extjson/bson_view.h"
#include "extjson/document_writer.h"
#include "extjson/text_buffer.h"
#include "extjson/text_outlet.h"
#include "stream/sink.h"
#include "stream/zstd/zstd_sink.h"

namespace mongokeep::documents {

/// Writes documents as a JSON array, one a line: `[`, the documents with a comma behind all but the last, `]`, each on
/// its line; `[]` where there are none. Collects text and hands it on in large pieces, each of whole lines: what is
/// compressed piece by piece can be read from the beginning of a document. Only the text of a large document is handed
/// on before its end, cut where the frames of what is compressed are: it is never in memory whole.
class DocumentArray {
 public:
  /// Borrows the sink.
  DocumentArray(JsonFormat format, stream::Sink& sink);

  /// Throws Error{invalid_data} for bytes that are not BSON; the array is of no use afterwards.
  void add(extjson::BsonView document);
  /// Writes the end of the array. Nothing may be added afterwards.
  void close();

  std::uint64_t documents() const { return documents_; }
  std::uint64_t bson_bytes() const { return bson_bytes_; }
  /// Of the documents, those that stand there as their bytes, since text cannot carry them.
  std::uint64_t enveloped() const { return enveloped_; }

 private:
  /// Takes the text of a large document, in pieces that a frame has room for.
  class Outlet final : public extjson::TextOutlet {
   public:
    explicit Outlet(stream::Sink& sink) : sink_(sink) {}

    std::size_t piece_size() const override { return stream::ZstdSink::largest_frame; }
    void take(std::string_view piece) override;
    /// Whether it took any since it was asked last.
    bool has_taken() { return std::exchange(has_taken_, false); }

   private:
    stream::Sink& sink_;
    bool has_taken_ = false;
  };

  void flush();

  extjson::DocumentWriter writer_;
  stream::Sink& sink_;
  Outlet outlet_;
  extjson::TextBuffer text_;
  std::uint64_t documents_ = 0;
  std::uint64_t bson_bytes_ = 0;
  std::uint64_t enveloped_ = 0;
};

}  // namespace mongokeep::documents
