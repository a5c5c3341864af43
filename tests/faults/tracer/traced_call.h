#pragma once

#include <string>

#include "call_table.h"
#include "process_view.h"
#include "registers.h"

namespace mongokeep::faults {

/// One call of a thread that stops before it.
class TracedCall {
 public:
  TracedCall(pid_t thread, const CallKind& kind, const Registers& registers);

  pid_t thread() const { return thread_; }
  const CallKind& kind() const { return *kind_; }
  const Registers& registers() const { return registers_; }
  const ProcessView& process() const { return process_; }

  /// The call and the kind of file, as in `openat/folder`.
  std::string sort() const { return std::string(kind_->name) + "/" + file_kind(); }

  /// Whether it may change what is on the disk.
  bool may_change() const;
  /// file, folder, socket, pipe, stream (a standard one), other; missing of a path that leads nowhere.
  std::string file_kind() const;
  /// What it is about, as a person would say it; empty where there is no such thing.
  std::string subject() const;
  /// The second path, of those that have two.
  std::string other_subject() const;

  int folder() const;
  std::string name() const;

 private:
  std::string path_to_subject() const;

  pid_t thread_;
  const CallKind* kind_;
  Registers registers_;
  ProcessView process_;
};

}  // namespace mongokeep::faults
