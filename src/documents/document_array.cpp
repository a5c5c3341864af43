#include "documents/document_array.h"

#include "base/text/counted.h"
#include "extjson/bson_buffer.h"
#include "mongokeep/error.h"

namespace mongokeep::documents {

namespace {

/// Text is handed on in pieces of about this size: large enough that system calls cost nothing, small enough for
/// caches.
constexpr std::size_t piece_size = std::size_t{256} << 10U;

}  // namespace

DocumentArray::DocumentArray(JsonFormat format, stream::Sink& sink) : writer_(format), sink_(sink), outlet_(sink) {}

void DocumentArray::add(extjson::BsonView document) {
  if (document.size > extjson::largest_document) {
    throw Error(ErrorKind::invalid_data, "store", "a document",
                "it has " + count_text(document.size) + " bytes of BSON, more than the 16 MiB that MongoDB allows",
                "No server would take it back. Find it with `bsonSize`, and split it or leave the collection out");
  }
  text_.append(documents_ == 0 ? "[\n" : ",\n");
  // A frame ends where a large document does.
  if (outlet_.has_taken() || text_.size() >= piece_size) flush();
  if (writer_.write(document, text_, outlet_) == extjson::DocumentWriter::Form::envelope) ++enveloped_;
  ++documents_;
  bson_bytes_ += document.size;
}

void DocumentArray::close() {
  text_.append(documents_ == 0 ? "[]\n" : "\n]\n");
  flush();
}

void DocumentArray::Outlet::take(std::string_view piece) {
  has_taken_ = true;
  sink_.write(piece);
}

void DocumentArray::flush() {
  sink_.write(text_.view());
  text_.clear();
}

}  // namespace mongokeep::documents
