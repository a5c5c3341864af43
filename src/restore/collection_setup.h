#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "extjson/bson_view.h"
#include "mongo/connection.h"
#include "mongo/namespace.h"
#include "mongo/writing/write_concern.h"

namespace mongokeep::restore {

/// Something of a collection that the server did not take.
struct RefusedPart {
  std::vector<std::string> names;  ///< of options, or of an index
  std::string text;                ///< for a person: what it is, its name, and the server's reason

  bool covers(const std::string& name) const { return std::find(names.begin(), names.end(), name) != names.end(); }
};

/// Makes a collection that is not there, with as many of its options as the server takes, and returns the others.
/// Options that mean nothing alone (a validator and its level) are tried together.
/// Throws Error{connection}, and Error{server} where the collection cannot be made even without options.
std::vector<RefusedPart> make_collection(const mongo::Client& client, const mongo::Namespace& target,
                                         extjson::BsonView options, mongo::Confirmation& confirmation);

/// Makes a view. It is refused whole or not at all. Throws Error{connection}.
std::vector<RefusedPart> make_view(const mongo::Client& client, const mongo::Namespace& target,
                                   extjson::BsonView options, mongo::Confirmation& confirmation);

}  // namespace mongokeep::restore
