#pragma once

#include <string>

#include "archive/stored_metadata.h"

namespace mongokeep::archive {

/// Why no server lists a collection of this type with these options and indexes; empty where one may. Whoever restores
/// such a definition may reach what is not the collection: another view, another command, a collection that a view
/// writes to. Throws Error{invalid_data} where the bytes are not BSON.
std::string wrong_definition(const std::string& type, const StoredMetadata& metadata);

}  // namespace mongokeep::archive
