#pragma once

#include "extjson/bson_view.h"
#include "extjson/text_buffer.h"
#include "extjson/text_outlet.h"
#include "mongokeep/json_format.h"

namespace mongokeep::extjson {

/// Appends a document as its own bytes: `{"_id": …, "$bson": {"$binary": {"base64": …, "subType": "00"}}}`.
/// The _id is there to be read and sorted by, in `format`; it is left out where the document has none, or one that text
/// cannot carry. `document` must be valid BSON.
void write_envelope(BsonView document, JsonFormat format, TextBuffer& out);
/// The same, by way of `outlet` as DocumentWriter::write() has it.
void write_envelope(BsonView document, JsonFormat format, TextBuffer& out, TextOutlet& outlet);

}  // namespace mongokeep::extjson
