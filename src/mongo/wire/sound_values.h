#pragma once

#include "extjson/bson_element.h"

namespace mongokeep::mongo::wire {

/// Whether everything inside the element, at any depth, is BSON that both libbson and we read to its end. UTF-8 is not
/// asked for. Throws Error{server}, Error{invalid_data}.
void check_value(const extjson::Element& element);

}  // namespace mongokeep::mongo::wire
