#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "archive/stored_metadata.h"
#include "extjson/bson_bytes.h"
#include "extjson/bson_view.h"

namespace mongokeep::restore {

/// The names of collections that a view's definition (its options, as listCollections gives them) reads from, all of
/// the view's own database: `viewOn`, and those of $lookup, $graphLookup and $unionWith in its pipeline and in the
/// pipelines within that.
std::set<std::string> view_sources(extjson::BsonView definition);

/// The definition with other names for what it reads from: `rename` gives the new one, or nothing where it stays.
extjson::BsonBytes with_renamed_sources(extjson::BsonView definition,
                                        const std::function<std::optional<std::string>(const std::string&)>& rename);

}  // namespace mongokeep::restore
