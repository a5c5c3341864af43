#pragma once

#include <span>

namespace mongokeep::faults {

/// Where a system call says what it is about.
enum class Target {
  none,
  descriptor,    ///< argument 0
  path,          ///< argument 0
  entry,         ///< a folder's descriptor and a name: arguments 0 and 1
  path_pair,     ///< arguments 0 and 1
  entry_pair,    ///< arguments 0 to 3
  path_to_new,   ///< symlink: the new name is argument 1
  entry_to_new,  ///< symlinkat: the new name is arguments 1 and 2
};

enum class Effect { changes, reads, network, other };

/// A system call that the tracer stops at; all others run as if nobody looked.
struct CallKind {
  long number;
  const char* name;
  Target target;
  Effect effect;
  /// Which argument has the number of bytes that it is to read or write at most; -1: none.
  int size_argument = -1;
};

std::span<const CallKind> traced_calls();

/// nullptr where it is not one of them.
const CallKind* find_call(long number);

}  // namespace mongokeep::faults
