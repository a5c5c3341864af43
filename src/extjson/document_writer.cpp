#include "extjson/document_writer.h"

#include "extjson/canonical_values.h"
#include "extjson/document_text.h"
#include "extjson/draft.h"
#include "extjson/envelope.h"
#include "extjson/plain_values.h"
#include "extjson/relaxed_values.h"
#include "extjson/unwritten_values.h"

namespace mongokeep::extjson {

namespace {

using Form = DocumentWriter::Form;

/// Of BSON, in bytes. Text of a smaller document is held whole; it is two or three times as long.
constexpr std::size_t large = std::size_t{1} << 20U;

template <typename Values>
Form write_as(BsonView document, JsonFormat format, TextBuffer& out) {
  Draft draft(out);
  DocumentText<Values> text(document.bytes(), draft);
  const char* const end = text.write_document(draft.begin());
  if (Values::has_wrappers && draft.lossy()) {
    write_envelope(document, format, out);
    return Form::envelope;
  }
  draft.commit(end);
  return Form::text;
}

/// For a walk whose text nobody wants.
class Nowhere final : public TextOutlet {
 public:
  std::size_t piece_size() const override { return std::size_t{32} << 10U; }
  void take(std::string_view) override {}
};

/// Whether the text of the document leads back to it. Throws where it is not BSON.
template <typename Values>
bool is_carried(BsonView document) {
  TextBuffer scratch;
  Nowhere nowhere;
  Draft draft(scratch, nowhere);
  DocumentText<UnwrittenValues<Values>>(document.bytes(), draft).write_document(draft.begin());
  return !draft.lossy();
}

template <typename Values>
Form pour_as(BsonView document, JsonFormat format, TextBuffer& out, TextOutlet& outlet) {
  const bool carries = is_carried<Values>(document);
  if (Values::has_wrappers && !carries) {
    write_envelope(document, format, out, outlet);
    return Form::envelope;
  }
  Draft draft(out, outlet);
  DocumentText<Values> text(document.bytes(), draft);
  draft.commit(text.write_document(draft.begin()));
  return Form::text;
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

Form DocumentWriter::write(BsonView document, TextBuffer& out) const {
  switch (format_) {
    case JsonFormat::canonical: break;
    case JsonFormat::relaxed: return write_as<RelaxedValues>(document, format_, out);
    case JsonFormat::plain: return write_as<PlainValues>(document, format_, out);
  }
  return write_as<CanonicalValues>(document, format_, out);
}

Form DocumentWriter::write(BsonView document, TextBuffer& out, TextOutlet& outlet) const {
  if (document.size <= large) return write(document, out);
  switch (format_) {
    case JsonFormat::canonical: break;
    case JsonFormat::relaxed: return pour_as<RelaxedValues>(document, format_, out, outlet);
    case JsonFormat::plain: return pour_as<PlainValues>(document, format_, out, outlet);
  }
  return pour_as<CanonicalValues>(document, format_, out, outlet);
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
