#pragma once

#include <sys/types.h>

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>

#include "base/files/unique_fd.h"
#include "process/child_orders.h"
#include "process/child_start.h"

namespace mongokeep::process {

/// How a child ended by itself: one of the two.
struct ChildEnd {
  bool by_signal;
  int number;  ///< of the signal, or the exit code

  bool is_success() const { return !by_signal && number == 0; }
};

/// A running child. Not to be used where SIGCHLD is ignored, or where the application waits for every child: how this
/// one ended could not be learnt, and reap() throws.
class ChildProcess {
 public:
  /// Throws as start_child() does, and Error{storage} when the child cannot be watched; then it does not run.
  ChildProcess(const ChildOrders& orders, const ChildStreams& streams);
  /// Kills the group, unless reap() has given an answer.
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// Readable once the child has ended; others of its group may go on.
  int descriptor() const { return descriptor_.get(); }

  /// How many bytes it and what it waited for have read so far, from files and from the network; nothing where the
  /// system does not tell.
  std::optional<std::uint64_t> bytes_read() const;

  /// To whatever is left of the group. Nothing once the child has been reaped: the group's number may be another's.
  void signal_group(int signal) const;

  /// Waits for the end of the child. Nothing when it has not ended after `patience`.
  /// Throws Error{storage} when somebody else has taken the answer.
  std::optional<ChildEnd> reap(std::chrono::milliseconds patience);

 private:
  bool has_ended_within(std::chrono::milliseconds patience) const;

  std::string name_;
  Tie tie_;
  pid_t pid_ = -1;
  UniqueFd descriptor_;
  bool is_reaped_ = false;
};

}  // namespace mongokeep::process
