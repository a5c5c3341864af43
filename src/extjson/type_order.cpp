#include "extjson/type_order.h"

#include "extjson/bson_error.h"

namespace mongokeep::extjson {

TypeGroup type_group(BsonType type) {
  switch (type) {
    case BsonType::min_key: return TypeGroup::min_key;
    case BsonType::undefined: return TypeGroup::undefined;
    case BsonType::null: return TypeGroup::null;
    case BsonType::int32:
    case BsonType::int64:
    case BsonType::number_double:
    case BsonType::decimal128: return TypeGroup::number;
    case BsonType::string:
    case BsonType::symbol: return TypeGroup::string;
    case BsonType::document: return TypeGroup::document;
    case BsonType::array: return TypeGroup::array;
    case BsonType::binary: return TypeGroup::binary;
    case BsonType::object_id: return TypeGroup::object_id;
    case BsonType::boolean: return TypeGroup::boolean;
    case BsonType::date_time: return TypeGroup::date_time;
    case BsonType::timestamp: return TypeGroup::timestamp;
    case BsonType::regular_expression: return TypeGroup::regular_expression;
    case BsonType::db_pointer: return TypeGroup::db_pointer;
    case BsonType::code: return TypeGroup::code;
    case BsonType::code_with_scope: return TypeGroup::code_with_scope;
    case BsonType::max_key: return TypeGroup::max_key;
  }
  throw_invalid_bson(0, {}, "unknown BSON type");
}

}  // namespace mongokeep::extjson
