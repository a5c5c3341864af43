#pragma once

#include <string>
#include <vector>

#include "archive/manifest.h"

namespace mongokeep::verify {

/// One thing that a manifest says and that cannot be.
struct Contradiction {
  std::string collection;  ///< `database.collection`; empty where it concerns none
  std::string problem;     ///< for a person
};

/// How a collection is called in texts: with its database, where one is known.
std::string full_name(const archive::Manifest& manifest, const archive::CollectionRecord& record);

/// What is wrong with a manifest by itself, whatever lies beside it: names that do not go with their files, failures
/// that do not go with the status, options and indexes that are not BSON.
std::vector<Contradiction> contradictions_in(const archive::Manifest& manifest);

}  // namespace mongokeep::verify
