#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "mongo/uri/uri_fault.h"

namespace mongokeep::mongo {

/// The first thing that is wrong with a connection string, with a sentence that names the place or the option. It only
/// looks: the driver gets the text as it is, and parses it by itself. What is sound for both of libmongoc 1.23 and 1.30
/// passes; so does what only the network can tell.
std::optional<UriFault> uri_fault(std::string_view uri);

/// Options that do nothing, each in a sentence: the driver ignores what it does not know, and some options need
/// another one. For a connection string without a fault.
std::vector<std::string> idle_uri_options(std::string_view uri);

}  // namespace mongokeep::mongo
