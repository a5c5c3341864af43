#pragma once

#include <cstdint>
#include <string_view>

#include "extjson/bson_element.h"

// What a single member of an answer may be. All throw Error{server} that names the member.
namespace mongokeep::mongo::wire {

/// Any number, or a boolean.
void check_truth(const extjson::Element& member);
void check_flag(const extjson::Element& member);
void check_number(const extjson::Element& member);
/// A number that the driver can keep: not 0, which its assertions take for none, and in the range of an int32.
void check_code(const extjson::Element& member);
/// Text that may hold anything.
void check_text(const extjson::Element& member);
/// Text that goes on as a name: not empty, without NUL, of 1000 bytes at most.
void check_name(const extjson::Element& member);
/// "host:port", as the driver takes it apart.
void check_address(const extjson::Element& member);
void check_document(const extjson::Element& member);
void check_timestamp(const extjson::Element& member);
void check_object_id(const extjson::Element& member);
void check_int32(const extjson::Element& member, std::int32_t least, std::int32_t most);

/// Calls `check` for each element of the array or, with `container`, of the document.
void check_each(const extjson::Element& member, extjson::BsonType container,
                void (*check)(const extjson::Element& member));

/// Says what the member is and what was expected, and throws.
[[noreturn]] void refuse_member(const extjson::Element& member, std::string_view expected);

}  // namespace mongokeep::mongo::wire
