#pragma once

#include <string>

#include "extjson/bson_element.h"
#include "extjson/bson_view.h"

namespace mongokeep::verify {

// Canonical Extended JSON for a person, cut where it is long.

std::string value_text(const extjson::Element& element);
std::string document_text(extjson::BsonView document);

}  // namespace mongokeep::verify
