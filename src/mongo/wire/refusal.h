#pragma once

#include <string>

namespace mongokeep::mongo::wire {

/// Throws Error{server}: what came is no answer of a MongoDB server's. `cause` continues "the answer of HOST is not
/// valid: ".
[[noreturn]] void refuse(const std::string& cause);

}  // namespace mongokeep::mongo::wire
