#include "extjson/document_writer.h"

#include "extjson/canonical_values.h"
#include "extjson/document_text.h"
#include "extjson/draft.h"
#include "extjson/envelope.h"
#include "extjson/plain_values.h"
#include "extjson/relaxed_values.h"

namespace mongokeep::extjson {

namespace {

template <typename Values>
void write_as(BsonView document, JsonFormat format, TextBuffer& out) {
  Draft draft(out);
  DocumentText<Values> text(document.bytes(), draft);
  const char* const end = text.write_document(draft.begin());
  if (Values::has_wrappers && draft.lossy()) {
    write_envelope(document, format, out);
  } else {
    draft.commit(end);
  }
}

template <typename Values>
bool write_value_as(const Element& element, TextBuffer& out) {
  Draft draft(out);
  DocumentText<Values> text(element.value, draft);
  const auto* const key = reinterpret_cast<const std::uint8_t*>(element.key.data());
  draft.commit(text.write_value(element.type, key, draft.begin()));
  return !draft.lossy();
}

}  // namespace

void DocumentWriter::write(BsonView document, TextBuffer& out) const {
  switch (format_) {
    case JsonFormat::canonical: return write_as<CanonicalValues>(document, format_, out);
    case JsonFormat::relaxed: return write_as<RelaxedValues>(document, format_, out);
    case JsonFormat::plain: return write_as<PlainValues>(document, format_, out);
  }
}

bool write_value(const Element& element, TextBuffer& out, JsonFormat format) {
  switch (format) {
    case JsonFormat::canonical: return write_value_as<CanonicalValues>(element, out);
    case JsonFormat::relaxed: return write_value_as<RelaxedValues>(element, out);
    case JsonFormat::plain: break;
  }
  write_value_as<PlainValues>(element, out);
  return true;
}

}  // namespace mongokeep::extjson
