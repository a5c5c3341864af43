#include "verify/value_text.h"

#include <string_view>

#include "extjson/document_writer.h"
#include "extjson/text_buffer.h"

namespace mongokeep::verify {

namespace {

std::string cut(std::string_view text) {
  constexpr std::size_t most = 500;
  if (text.size() <= most) return std::string(text);
  std::size_t end = most;
  // Not within a character.
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  return std::string(text.substr(0, end)) + "…";
}

}  // namespace

std::string value_text(const extjson::Element& element) {
  extjson::TextBuffer text;
  extjson::write_value(element, text, JsonFormat::canonical);
  return cut(text.view());
}

std::string document_text(extjson::BsonView document) {
  extjson::TextBuffer text;
  extjson::DocumentWriter(JsonFormat::canonical).write(document, text);
  return cut(text.view());
}

}  // namespace mongokeep::verify
