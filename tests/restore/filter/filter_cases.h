#pragma once

#include <string>
#include <vector>

#include "support/mongo_client.h"

namespace mongokeep::restore {

/// A filter, documents that it matches in MongoDB's meaning and others that it does not, all in Extended JSON.
struct FilterCase {
  std::string filter;
  std::vector<std::string> matching;
  std::vector<std::string> others;
};

const std::vector<FilterCase>& filter_cases();

/// A filter in BSON, as `--query` reads it.
test::Bytes bson_of(const std::string& filter);

/// The documents in BSON, each with a number for its `_id` where it has none: the matching ones first.
std::vector<test::Bytes> documents_of(const FilterCase& one);

}  // namespace mongokeep::restore
