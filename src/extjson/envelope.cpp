#include "extjson/envelope.h"

#include <optional>

#include "extjson/base64.h"
#include "extjson/bson_element.h"
#include "extjson/document_writer.h"
#include "extjson/draft.h"
#include "extjson/put.h"

namespace mongokeep::extjson {

namespace {

/// Appends the member `"_id": …,` where text can carry it.
void append_id(BsonView document, JsonFormat format, TextBuffer& out) {
  const std::optional<Element> id = find_element(document, id_key);
  if (!id) return;
  const std::size_t before = out.size();
  out.append("\"_id\":");
  if (write_value(*id, out, format)) {
    out.push_back(',');
  } else {
    out.commit(out.data() + before);
  }
}

/// Appends what stands before the bytes.
void append_begin(BsonView document, JsonFormat format, TextBuffer& out) {
  out.push_back('{');
  append_id(document, format, out);
}

void write_bytes(BsonView document, Draft& draft) {
  char* end = put(draft.begin(), "\"$bson\":{\"$binary\":{\"base64\":\"");
  end = write_base64(draft, end, document.bytes());
  draft.commit(put(end, "\",\"subType\":\"00\"}}}"));
}

}  // namespace

void write_envelope(BsonView document, JsonFormat format, TextBuffer& out) {
  append_begin(document, format, out);
  Draft draft(out);
  write_bytes(document, draft);
}

void write_envelope(BsonView document, JsonFormat format, TextBuffer& out, TextOutlet& outlet) {
  append_begin(document, format, out);
  Draft draft(out, outlet);
  write_bytes(document, draft);
}

}  // namespace mongokeep::extjson
