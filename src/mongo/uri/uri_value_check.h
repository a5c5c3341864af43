#pragma once

#include <optional>
#include <string_view>

#include "mongo/uri/uri_fault.h"
#include "mongo/uri/uri_option_table.h"

namespace mongokeep::mongo {

/// What is wrong with the value, still percent-encoded, of an option of this name; nothing where nothing is.
std::optional<UriFault> uri_value_fault(const KnownUriOption& option, std::string_view value);

}  // namespace mongokeep::mongo
