#pragma once

#include <sys/types.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "base/files/unique_fd.h"

namespace mongokeep::hooks {

/// What a child is started with: borrowed descriptors for its standard streams, and its whole environment.
struct ShellSettings {
  std::string command;
  std::vector<std::string> environment;
  int input;
  int output;  ///< of both the standard output and the standard error
};

/// How a shell ended: one of the two.
struct ShellEnd {
  bool by_signal;
  int number;  ///< of the signal, or the exit code
};

/// `/bin/sh -c COMMAND`, running, at the head of a process group of its own. It has no descriptor of ours but the
/// standard streams, no blocked signal and none that is ignored.
/// Not to be used where SIGCHLD is ignored: the end of the child could not be learnt.
class ShellProcess {
 public:
  /// Throws Error{storage} when it cannot be started or watched; then it does not run.
  explicit ShellProcess(const ShellSettings& settings);
  /// Kills the group, unless reap() has given an answer.
  ~ShellProcess();
  ShellProcess(const ShellProcess&) = delete;
  ShellProcess& operator=(const ShellProcess&) = delete;

  /// Readable once the shell has ended; others of its group may go on.
  int descriptor() const { return descriptor_.get(); }

  /// To whatever is left of the group. Not after reap() has given an answer: the group's number may be another's.
  void signal_group(int signal) const;

  /// Waits for the end of the shell. Nothing when it has not ended after `patience`.
  /// Throws Error{storage} when somebody else has taken the answer.
  std::optional<ShellEnd> reap(std::chrono::milliseconds patience);

 private:
  pid_t pid_ = -1;
  UniqueFd descriptor_;
  bool is_reaped_ = false;
};

}  // namespace mongokeep::hooks
