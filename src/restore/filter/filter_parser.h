#pragma once

#include <memory>
#include <string_view>

#include "extjson/bson_element.h"
#include "restore/filter/filter_expression.h"

namespace mongokeep::restore {

/// The expression that a filter stands for; borrows the filter's bytes.
/// Throws Error{usage} for an operator that is not known or not used as it has to be, Error{invalid_data} for what is
/// not BSON.
std::unique_ptr<FilterExpression> parse_filter(extjson::BsonView filter);

/// The expression of a filter with this one field; borrows the bytes of both, and throws likewise.
std::unique_ptr<FilterExpression> parse_field(std::string_view path, const extjson::Element& predicate);

}  // namespace mongokeep::restore
