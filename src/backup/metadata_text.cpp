#include "backup/metadata_text.h"

#include "extjson/bson_bytes.h"
#include "extjson/document_writer.h"
#include "extjson/duplicate_keys.h"
#include "extjson/envelope.h"
#include "extjson/text_buffer.h"

namespace mongokeep::backup {

namespace {

void append(const extjson::BsonBytes& document, extjson::TextBuffer& text) {
  const extjson::BsonView view = extjson::view_of(document);
  if (extjson::has_duplicate_keys(view)) {
    extjson::write_envelope(view, JsonFormat::canonical, text);
  } else {
    extjson::DocumentWriter(JsonFormat::canonical).write(view, text);
  }
}

}  // namespace

std::string metadata_text(const extjson::BsonBytes& document) {
  extjson::TextBuffer text;
  append(document, text);
  return std::string(text.view());
}

std::string metadata_text(const std::vector<extjson::BsonBytes>& documents) {
  extjson::TextBuffer text;
  text.push_back('[');
  for (const extjson::BsonBytes& document : documents) {
    if (text.size() > 1) text.push_back(',');
    append(document, text);
  }
  text.push_back(']');
  return std::string(text.view());
}

}  // namespace mongokeep::backup
