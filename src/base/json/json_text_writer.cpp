#include "base/json/json_text_writer.h"

#include <algorithm>
#include <utility>

namespace mongokeep {

namespace {

bool stands_as_it_is(char letter) {
  return static_cast<unsigned char>(letter) >= 0x20 && letter != '"' && letter != '\\';
}

}  // namespace

void JsonTextWriter::open(char bracket) {
  separate();
  text_ += bracket;
}

void JsonTextWriter::key(std::string_view name) {
  separate();
  quote(name);
  text_ += ':';
}

void JsonTextWriter::scalar(const Json& value, std::string_view written) {
  separate();
  if (value.is_string()) {
    quote(value.get_ref<const std::string&>());
  } else {
    text_ += written.empty() ? json_line(value) : written;
  }
}

std::string JsonTextWriter::take() {
  return std::exchange(text_, {});
}

/// A string ends in its quote, so that these letters can only be the brackets and the colon themselves.
void JsonTextWriter::separate() {
  if (!text_.empty() && std::string_view("[{:").find(text_.back()) == std::string_view::npos) text_ += ',';
}

void JsonTextWriter::quote(std::string_view value) {
  if (!std::all_of(value.begin(), value.end(), stands_as_it_is)) {
    text_ += json_line(value);
    return;
  }
  text_ += '"';
  text_ += value;
  text_ += '"';
}

}  // namespace mongokeep
