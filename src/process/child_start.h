#pragma once

#include <sys/types.h>

#include "process/child_orders.h"

namespace mongokeep::process {

/// Borrowed descriptors, all above the standard streams.
struct ChildStreams {
  int input;
  int output;
  int error;
};

/// Starts a child and returns its process id. It is the head of a process group of its own, has no descriptor but these
/// three, and has no signal that is blocked or ignored.
/// Throws Error{storage} when it cannot be started or its program cannot be executed, Error{invalid_data} for a NUL in
/// a word or variable, Error{configuration} for a program without an absolute path. Nothing runs then.
pid_t start_child(const ChildOrders& orders, const ChildStreams& streams);

}  // namespace mongokeep::process
