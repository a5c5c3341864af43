#include "process/child_run.h"

#include <algorithm>
#include <array>
#include <utility>

#include "mongokeep/error.h"
#include "process/idle_watch.h"
#include "process/line_cutter.h"
#include "process/output_tail.h"

namespace mongokeep::process {

namespace {

using Moment = RunningChild::Moment;
using End = RunOutcome::End;

/// More would go beyond what the clock can count.
constexpr std::chrono::milliseconds longest_time = std::chrono::hours(24) * 366 * 100;

Moment moment_in(std::chrono::milliseconds time) {
  return std::chrono::steady_clock::now() + std::min(time, longest_time);
}

/// A started child, and what it has printed.
class ChildRun {
 public:
  ChildRun(const ChildOrders& orders, const RunOutput& output, const RunLimits& limits, const std::stop_token& stop)
      : name_(orders.name),
        settings_(output),
        limits_(limits),
        deadline_(moment_in(limits.time)),
        idle_(std::min(limits.idle.value_or(longest_time), longest_time)),
        lines_([this](std::string_view line) { take_line(line); }),
        child_(
            orders, output.streams, [this](std::string_view bytes) { take_error(bytes); }, stop) {}

  RunOutcome finish() {
    while (!child_.has_ended() && !child_.is_stopped() && std::chrono::steady_clock::now() < deadline_) {
      if (idle_.is_over(child_)) return ended_by_us(End::idle_limit);
      child_.wait(std::min(deadline_, idle_.next()));
      take_output();
    }
    return child_.has_ended() ? ended_by_itself() : ended_by_us(child_.is_stopped() ? End::stopped : End::time_limit);
  }

 private:
  RunOutcome ended_by_itself() {
    const ChildEnd end = child_.reap();
    while (!child_.output().is_over()) take_output();
    lines_.finish();
    return {end.by_signal ? End::signal : End::exit_code, end.number, false, std::move(output_), tail_.text()};
  }

  RunOutcome ended_by_us(End end) {
    const bool is_gone = child_.end(limits_.grace);
    lines_.finish();
    return {end, 0, !is_gone, "", tail_.text()};
  }

  void take_output() {
    std::array<char, 16384> room;
    const std::size_t got = child_.output().read(room);
    if (got > settings_.most_bytes - output_.size()) {
      throw Error(ErrorKind::invalid_data, "read the output of", name_,
                  "it is longer than " + std::to_string(settings_.most_bytes) + " bytes");
    }
    output_.append(room.data(), got);
  }

  void take_error(std::string_view bytes) {
    tail_.append(bytes);
    if (settings_.take_line) lines_.append(bytes);
  }

  void take_line(std::string_view line) {
    if (settings_.take_line(line)) idle_.begin_anew();
  }

  std::string name_;
  const RunOutput& settings_;
  RunLimits limits_;
  Moment deadline_;
  IdleWatch idle_;
  OutputTail tail_;
  LineCutter lines_;
  std::string output_;
  RunningChild child_;
};

}  // namespace

RunOutcome run_child(const ChildOrders& orders, const RunOutput& output, const RunLimits& limits,
                     const std::stop_token& stop) {
  return ChildRun(orders, output, limits, stop).finish();
}

}  // namespace mongokeep::process
