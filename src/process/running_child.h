#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <optional>
#include <span>
#include <stop_token>
#include <string_view>

#include "process/child_orders.h"
#include "process/child_process.h"
#include "process/descriptors.h"
#include "process/output_pipe.h"
#include "process/stop_event.h"

namespace mongokeep::process {

/// Where a child prints to.
enum class Streams {
  apart,   ///< a pipe for its standard output, and one for its standard error
  joined,  ///< one pipe for both: that of the standard error
};

/// A child with its pipes, and a stop: what child_run and child_reader have in common. For one thread. Going out of
/// scope kills the child before its pipes are closed: it must not take the closed pipe for the end of its work.
class RunningChild {
 public:
  using Moment = std::chrono::steady_clock::time_point;
  using Take = std::function<void(std::string_view)>;

  /// `take_error` gets what comes by the standard error's pipe, within the calls below; what it throws passes through.
  /// Throws as start_child() does, and Error{storage} where there is too little of anything. Then nothing runs.
  RunningChild(const ChildOrders& orders, Streams streams, Take take_error, const std::stop_token& stop);

  /// Until there is output, the child ends, a stop comes or the moment is there; or a minute has passed. Takes what
  /// came by the standard error.
  void wait(Moment moment);
  std::optional<std::uint64_t> bytes_read() const { return child_.bytes_read(); }
  bool has_ended() const { return has_ended_; }
  bool is_stopped() const { return is_stopped_; }

  /// The standard output; never waits.
  OutputPipe& output() { return output_; }

  /// After it has ended: how. Takes the rest of the standard error. The output has what is in the pipe, and no more.
  ChildEnd reap();
  /// Asks the whole group to end (SIGTERM), and kills what is still there after `grace`. Drops the output that comes
  /// meanwhile. Returns whether the child is gone.
  bool end(std::chrono::milliseconds grace);
  bool kill();

 private:
  RunningChild(const ChildOrders& orders, Take take_error, const std::stop_token& stop, std::optional<Pipe> output,
               Pipe error);
  void take_error();
  void settle();

  std::string name_;
  Take take_error_;
  StopEvent stop_;
  OutputPipe output_;
  OutputPipe error_;
  ChildProcess child_;  // after the pipes: killed before they are closed
  bool has_ended_ = false;
  bool is_stopped_ = false;
};

}  // namespace mongokeep::process
