#include "verify/value_text.h"

#include <cstddef>

#include "base/text/cut_text.h"
#include "extjson/document_writer.h"
#include "extjson/text_buffer.h"

namespace mongokeep::verify {

namespace {

/// In bytes, of a sample for a person.
constexpr std::size_t longest_text = 500;

}  // namespace

std::string value_text(const extjson::Element& element) {
  extjson::TextBuffer text;
  extjson::write_value(element, text, JsonFormat::canonical);
  return cut_text(std::string(text.view()), longest_text);
}

std::string document_text(extjson::BsonView document) {
  extjson::TextBuffer text;
  extjson::DocumentWriter(JsonFormat::canonical).write(document, text);
  return cut_text(std::string(text.view()), longest_text);
}

}  // namespace mongokeep::verify
