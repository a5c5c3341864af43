#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace mongokeep {

/// Objects keep the order of their members.
using Json = nlohmann::ordered_json;

/// A server's documents are nested 180 levels at most; what holds them needs a few more.
inline constexpr int deepest_json = 250;

/// Throws Error{invalid_data} that says what is wrong where; a text that is nested deeper than `deepest_json` is wrong
/// too, and is not looked into.
Json parse_json(std::string_view text);

/// Null for an empty text: what is not there has no text.
Json text_or_null(const std::string& text);

/// On one line. Bytes that are not UTF-8 come out as U+FFFD.
std::string json_line(const Json& json);

/// For people: indented, with a line feed at its end. Bytes that are not UTF-8 come out as U+FFFD.
std::string json_text(const Json& json);

/// What the library says of a value that is missing or of another type, without the library's own name and number.
std::string json_cause(const Json::exception& error);

}  // namespace mongokeep
