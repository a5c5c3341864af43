#include "restore/filter/type_alias.h"

#include <array>

namespace mongokeep::restore {

namespace {

using extjson::BsonType;

struct NamedType {
  std::string_view alias;
  BsonType type;
};

constexpr std::array named_types{
    NamedType{"double", BsonType::number_double},
    NamedType{"string", BsonType::string},
    NamedType{"object", BsonType::document},
    NamedType{"array", BsonType::array},
    NamedType{"binData", BsonType::binary},
    NamedType{"undefined", BsonType::undefined},
    NamedType{"objectId", BsonType::object_id},
    NamedType{"bool", BsonType::boolean},
    NamedType{"date", BsonType::date_time},
    NamedType{"null", BsonType::null},
    NamedType{"regex", BsonType::regular_expression},
    NamedType{"dbPointer", BsonType::db_pointer},
    NamedType{"javascript", BsonType::code},
    NamedType{"symbol", BsonType::symbol},
    NamedType{"javascriptWithScope", BsonType::code_with_scope},
    NamedType{"int", BsonType::int32},
    NamedType{"timestamp", BsonType::timestamp},
    NamedType{"long", BsonType::int64},
    NamedType{"decimal", BsonType::decimal128},
    NamedType{"minKey", BsonType::min_key},
    NamedType{"maxKey", BsonType::max_key},
};

constexpr std::array numbers{BsonType::number_double, BsonType::int32, BsonType::int64, BsonType::decimal128};

}  // namespace

std::span<const BsonType> types_called(std::string_view alias) {
  if (alias == "number") return numbers;
  for (const NamedType& named : named_types) {
    if (named.alias == alias) return {&named.type, 1};
  }
  return {};
}

std::optional<BsonType> type_of_code(std::int64_t code) {
  for (const NamedType& named : named_types) {
    const auto byte = static_cast<std::int64_t>(named.type);
    if (code == (named.type == BsonType::min_key ? -1 : byte)) return named.type;
  }
  return std::nullopt;
}

}  // namespace mongokeep::restore
