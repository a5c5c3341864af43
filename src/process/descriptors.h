#pragma once

#include <string>

#include "base/files/unique_fd.h"

namespace mongokeep::process {

// What a child gets as its standard streams. The descriptors are closed on exec and lie above those of the standard
// streams themselves, which would be overwritten one by the other (an application may have closed its own).
// All throw Error{storage}, which calls the child by its `name`.

/// A file in memory that holds the bytes, at its beginning.
UniqueFd memory_file(const std::string& bytes, const std::string& name);

struct Pipe {
  UniqueFd reading;  ///< does not block
  UniqueFd writing;
};

Pipe open_pipe(const std::string& name);

}  // namespace mongokeep::process
