#pragma once

#include "extjson/bson_view.h"
#include "extjson/document_reader.h"
#include "extjson/document_writer.h"
#include "fuzz/exact_bytes.h"
#include "fuzz/require.h"

namespace mongokeep::fuzz {

inline std::string_view bytes_of(extjson::BsonView document) {
  return {reinterpret_cast<const char*>(document.data), document.size};
}

/// DocumentWriter's promise: canonical text of a document leads back to the same bytes.
inline void require_way_back(extjson::BsonView document, std::string_view canonical_text) {
  const ExactBytes text(canonical_text, extjson::reading_room);
  extjson::DocumentReader reader;
  const auto fault = reader.read(text.text());
  require(!fault, fault ? fault->cause.c_str() : "");
  require(bytes_of(reader.document()) == bytes_of(document), "canonical text leads back to the same bytes");
}

/// The text of a document in one of the forms; nothing where its bytes are not BSON.
inline std::optional<extjson::TextBuffer> text_of(extjson::BsonView document, JsonFormat format) {
  return unless_refused(ErrorKind::invalid_data, [&] {
    extjson::TextBuffer text;
    extjson::DocumentWriter(format).write(document, text);
    return text;
  });
}

}  // namespace mongokeep::fuzz
