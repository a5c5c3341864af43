#pragma once

#include <cstdint>

#include "extjson/bson_view.h"
#include "extjson/document_writer.h"
#include "extjson/text_buffer.h"
#include "stream/sink.h"

namespace mongokeep::backup {

/// Writes documents as a JSON array, one a line: `[`, the documents with a comma behind all but the last, `]`, each on
/// its line; `[]` where there are none. Collects text and hands it on in large pieces, each of whole lines: what is
/// compressed piece by piece can be read from the beginning of a document.
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

 private:
  void flush();

  extjson::DocumentWriter writer_;
  stream::Sink& sink_;
  extjson::TextBuffer text_;
  std::uint64_t documents_ = 0;
  std::uint64_t bson_bytes_ = 0;
};

}  // namespace mongokeep::backup
