#include "hooks/command_run.h"

#include <poll.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "hooks/descriptors.h"
#include "hooks/output_tail.h"
#include "hooks/shell_process.h"
#include "hooks/stop_event.h"
#include "hooks/time_left.h"
#include "mongokeep/error.h"

namespace mongokeep::hooks {

namespace {

using Moment = std::chrono::steady_clock::time_point;
using End = CommandOutcome::End;

/// More would go beyond what the clock can count.
constexpr std::chrono::milliseconds longest_time = std::chrono::hours(24) * 366 * 100;
/// For a killed shell to be gone.
constexpr std::chrono::milliseconds killing_time = std::chrono::seconds(2);

Moment now() {
  return std::chrono::steady_clock::now();
}

/// A started command, and what has been seen of it.
class CommandRun {
 public:
  CommandRun(const Command& command, const std::stop_token& stop)
      : CommandRun(command, memory_file(command.input), open_pipe(), stop) {}

  CommandOutcome finish(const CommandLimits& limits) {
    const Moment deadline = now() + std::min(limits.time, longest_time);
    while (!has_ended_ && !is_stopped_ && now() < deadline) wait(deadline);
    if (has_ended_) return ended_by_itself();
    const End end = is_stopped_ ? End::stopped : End::time_limit;
    end_group(limits.grace);
    const bool still_runs = !shell_.reap(killing_time);
    take_what_is_there();
    return {end, 0, still_runs, tail_.text()};
  }

 private:
  CommandRun(const Command& command, UniqueFd input, Pipe output, const std::stop_token& stop)
      : stop_(stop),
        output_(std::move(output.reading)),
        shell_({command.text, command.environment, input.get(), output.writing.get()}) {}

  CommandOutcome ended_by_itself() {
    take_what_is_there();
    const auto end = shell_.reap(killing_time);
    if (!end)
      throw Error(ErrorKind::storage, "get the exit code of", "a hook's command", "the shell has ended without one");
    return {end->by_signal ? End::signal : End::exit_code, end->number, false, tail_.text()};
  }

  /// Others of the group may take longer to end than the shell: they have the whole grace, as long as they have not let
  /// go of the output.
  void end_group(std::chrono::milliseconds grace) {
    shell_.signal_group(SIGTERM);
    const Moment deadline = now() + grace;
    while (!(has_ended_ && is_output_over_) && now() < deadline) wait(deadline);
    shell_.signal_group(SIGKILL);
  }

  /// Until something happens or the deadline is there. What has happened for good is no longer waited for.
  void wait(Moment deadline) {
    std::array<pollfd, 3> watched{pollfd{has_ended_ ? -1 : shell_.descriptor(), POLLIN, 0},
                                  pollfd{is_output_over_ ? -1 : output_.get(), POLLIN, 0},
                                  pollfd{is_stopped_ ? -1 : stop_.descriptor(), POLLIN, 0}};
    if (::poll(watched.data(), watched.size(), milliseconds_until(deadline)) < 0) {
      if (errno == EINTR) return;
      throw storage_error("watch", "a hook's command", errno);
    }
    if (watched[0].revents != 0) has_ended_ = true;
    if (watched[1].revents != 0) take_some();
    if (watched[2].revents != 0) is_stopped_ = true;
  }

  std::size_t take_some() {
    std::array<char, 16384> room;
    const ssize_t got = ::read(output_.get(), room.data(), room.size());
    if (got < 0 && (errno == EAGAIN || errno == EINTR)) return 0;
    if (got < 0) throw storage_error("read the output of", "a hook's command", errno);
    is_output_over_ = got == 0;
    tail_.append({room.data(), static_cast<std::size_t>(got)});
    return static_cast<std::size_t>(got);
  }

  /// Not to the end of the output: what the command left in the background may keep that open for ever, and go on
  /// writing.
  void take_what_is_there() {
    int there = 0;
    if (::ioctl(output_.get(), FIONREAD, &there) != 0)
      throw storage_error("read the output of", "a hook's command", errno);
    for (auto left = static_cast<std::size_t>(there); left > 0;) left -= std::min(left, take_some());
  }

  StopEvent stop_;
  UniqueFd output_;
  ShellProcess shell_;
  OutputTail tail_;
  bool has_ended_ = false;
  bool is_output_over_ = false;
  bool is_stopped_ = false;
};

}  // namespace

CommandOutcome run_command(const Command& command, const CommandLimits& limits, const std::stop_token& stop) {
  return CommandRun(command, stop).finish(limits);
}

}  // namespace mongokeep::hooks
