#pragma once

#include "extjson/bson_element.h"
#include "extjson/bson_view.h"
#include "extjson/text_buffer.h"
#include "extjson/text_outlet.h"
#include "mongokeep/json_format.h"

namespace mongokeep::extjson {

/// Writes BSON documents as JSON text: one pass over the bytes, no allocation once the buffer has its size.
///
/// Canonical and relaxed are Extended JSON v2. Canonical text always leads back to the same bytes: a document that it
/// could not carry (docs/backup-format.md lists the cases) is written whole as its bytes instead,
/// `{"_id": …, "$bson": {"$binary": …}}`. Relaxed text does so only where a key would read as a type, where text is
/// not UTF-8, or where an old binary's inner length is wrong. Plain is what JSON.parse takes for the same value as
/// JSON.stringify of the Node driver's document; keys keep their order, duplicates stay, and a DBRef is written as it
/// is stored.
///
/// Text has no spaces between tokens and no line feed. Threads: a writer holds nothing but its format; a buffer is for
/// one thread at a time.
class DocumentWriter {
 public:
  /// What became of a document.
  enum class Form {
    text,      ///< its text, which carries it as far as the format does
    envelope,  ///< its bytes
  };

  explicit DocumentWriter(JsonFormat format) : format_(format) {}

  /// Appends the text of `document` to `out`.
  /// Throws Error{invalid_data} that names the byte and the key where the bytes are not BSON (BSON 1.1, nested no
  /// deeper than deepest_nesting); `out` is then as it was before. Never reads outside `document`.
  Form write(BsonView document, TextBuffer& out) const;

  /// The same, in little memory for documents of any size: the text of a large one goes on to `outlet`, whatever `out`
  /// held before it, and its last part, one character at least, is in `out`. Such a document is walked twice, so that
  /// nothing goes on before it is known what is to be written: where its bytes are not BSON, nothing does.
  Form write(BsonView document, TextBuffer& out, TextOutlet& outlet) const;

 private:
  JsonFormat format_;
};

/// Appends the text of one value, as it stands in a document's text, to `out`. `element` comes from an ElementReader.
/// Returns whether the text carries the value back to the same bytes as far as `format` promises that; where it does
/// not, the text is as near as it can be.
/// Throws Error{invalid_data} as DocumentWriter::write() does; offsets count from the value's first byte.
bool write_value(const Element& element, TextBuffer& out, JsonFormat format);

}  // namespace mongokeep::extjson
