#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "extjson/bson_type.h"

namespace mongokeep::restore {

/// The types that $type knows by this name ("objectId", "number"); none where there is no such name.
std::span<const extjson::BsonType> types_called(std::string_view alias);

/// The type that $type knows by this number: the one it has in BSON, with -1 for MinKey.
std::optional<extjson::BsonType> type_of_code(std::int64_t code);

}  // namespace mongokeep::restore
