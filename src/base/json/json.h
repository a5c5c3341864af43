#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

#include "mongokeep/error.h"

namespace mongokeep {

/// Objects keep the order of their members.
using Json = nlohmann::ordered_json;

/// A server's documents are nested 180 levels at most; what holds them needs a few more.
inline constexpr int deepest_json = 250;

/// Throws what read_json() throws, and for a member that is there twice. Takes time by the length of the text, and a
/// multiple of its length in memory: for texts that are known to be short, or ours. Others are for parse_members().
Json parse_json(std::string_view text);

/// The text on one line, as json_line() writes it, without a tree of it in memory. Throws what read_json() throws.
std::string compact_json(std::string_view text);

/// Null for an empty text: what is not there has no text.
Json text_or_null(const std::string& text);

/// On one line. Bytes that are not UTF-8 come out as U+FFFD.
std::string json_line(const Json& json);

/// For people: indented, with a line feed at its end. Bytes that are not UTF-8 come out as U+FFFD.
std::string json_text(const Json& json);

/// What the library says of a value that is missing or of another type, without the library's own name and number.
std::string json_cause(const Json::exception& error);

/// For a text that is not the JSON that it ought to be.
Error not_json(const std::string& cause);

// Members of an object. Each throws Error{invalid_data} that names the member, where it is missing or of another type.

/// A whole number from 0 to `highest`: nlohmann's get() takes `true`, 1.5 and -1 as well.
std::uint64_t whole_number_at(const Json& object, const char* key, std::uint64_t highest);
std::string string_at(const Json& object, const char* key);
/// Empty where it is missing.
std::string string_or_none_at(const Json& object, const char* key);
bool boolean_at(const Json& object, const char* key);
/// False where it is missing.
bool is_true_at(const Json& object, const char* key);

}  // namespace mongokeep
