#include "extjson/wrapper_keys.h"

#include <algorithm>
#include <array>

namespace mongokeep::extjson {

namespace {

constexpr std::array<std::string_view, 17> type_keys = {
    "$binary",        "$code",         "$date",      "$dbPointer",  "$maxKey", "$minKey",
    "$numberDecimal", "$numberDouble", "$numberInt", "$numberLong", "$oid",    "$regularExpression",
    "$scope",         "$symbol",       "$timestamp", "$undefined",  "$uuid",
};

}  // namespace

bool reads_as_type(std::string_view key, BsonType type) {
  if (key == "$regex") return type == BsonType::string;
  return std::find(type_keys.begin(), type_keys.end(), key) != type_keys.end();
}

}  // namespace mongokeep::extjson
