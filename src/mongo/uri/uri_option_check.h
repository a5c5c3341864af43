#pragma once

#include <optional>
#include <string>
#include <vector>

#include "mongo/uri/uri_fault.h"
#include "mongo/uri/uri_parts.h"

namespace mongokeep::mongo {

/// What is wrong with the options, one by one and together.
std::optional<UriFault> uri_options_fault(const UriParts& parts);

/// The options that do nothing, each in a sentence.
std::vector<std::string> idle_options(const UriParts& parts);

}  // namespace mongokeep::mongo
