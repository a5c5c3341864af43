#include "base/json.h"

#include <algorithm>

#include "mongokeep/error.h"

namespace mongokeep {

namespace {

/// How deep arrays and objects are nested. Of a text that is not JSON this may be anything.
int depth_of(std::string_view text) {
  int depth = 0;
  int deepest = 0;
  bool is_string = false;
  for (std::size_t at = 0; at < text.size(); ++at) {
    switch (text[at]) {
      case '"': is_string = !is_string; break;
      case '\\': at += is_string ? 1 : 0; break;
      case '[':
      case '{': deepest = std::max(deepest, is_string ? 0 : ++depth); break;
      case ']':
      case '}': depth -= is_string ? 0 : 1; break;
      default: break;
    }
  }
  return deepest;
}

std::string written(const Json& json, int indent) {
  return json.dump(indent, ' ', false, Json::error_handler_t::replace);
}

}  // namespace

Json parse_json(std::string_view text) {
  const auto wrong = [](const std::string& cause) {
    return Error(ErrorKind::invalid_data, "read", "a JSON text", cause);
  };
  // Values are copied and taken down by recursion.
  if (depth_of(text) > deepest_json) {
    throw wrong("it is nested more than " + std::to_string(deepest_json) + " levels deep");
  }
  try {
    return Json::parse(text);
  } catch (const Json::parse_error& error) {
    throw wrong(json_cause(error));
  }
}

Json text_or_null(const std::string& text) {
  return text.empty() ? Json() : Json(text);
}

std::string json_line(const Json& json) {
  return written(json, -1);
}

std::string json_text(const Json& json) {
  return written(json, 2) + "\n";
}

std::string json_cause(const Json::exception& error) {
  const std::string_view text = error.what();
  return std::string(text.substr(text.find(']') + 2));
}

}  // namespace mongokeep
