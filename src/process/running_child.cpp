#include "process/running_child.h"

#include <poll.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <utility>

#include "mongokeep/error.h"
#include "process/time_left.h"

namespace mongokeep::process {

namespace {

/// For a killed child to be gone.
constexpr std::chrono::milliseconds killing_time = std::chrono::seconds(2);

std::optional<Pipe> output_pipe_for(Streams streams, const std::string& name) {
  if (streams == Streams::joined) return std::nullopt;
  return open_pipe(name);
}

OutputPipe reading_end(std::optional<Pipe>& pipe, const std::string& name) {
  if (!pipe) return {};
  return {std::move(pipe->reading), name};
}

}  // namespace

RunningChild::RunningChild(const ChildOrders& orders, Streams streams, Take take_error, const std::stop_token& stop)
    : RunningChild(orders, std::move(take_error), stop, output_pipe_for(streams, orders.name), open_pipe(orders.name)) {
}

RunningChild::RunningChild(const ChildOrders& orders, Take take_error, const std::stop_token& stop,
                           std::optional<Pipe> output, Pipe error)
    : name_(orders.name),
      take_error_(std::move(take_error)),
      stop_(stop, orders.name),
      output_(reading_end(output, orders.name)),
      error_(std::move(error.reading), orders.name),
      child_(orders, {memory_file(orders.input, orders.name).get(), (output ? output->writing : error.writing).get(),
                      error.writing.get()}) {}

void RunningChild::wait(Moment moment) {
  // What has happened for good is no longer waited for.
  std::array<pollfd, 4> watched{pollfd{has_ended_ ? -1 : child_.descriptor(), POLLIN, 0},
                                pollfd{is_stopped_ ? -1 : stop_.descriptor(), POLLIN, 0},
                                pollfd{error_.descriptor(), POLLIN, 0}, pollfd{output_.descriptor(), POLLIN, 0}};
  if (::poll(watched.data(), watched.size(), milliseconds_until(moment)) < 0) {
    if (errno == EINTR) return;
    throw storage_error("watch", name_, errno);
  }
  if (watched[0].revents != 0) has_ended_ = true;
  if (watched[1].revents != 0) is_stopped_ = true;
  if (watched[2].revents != 0) take_error();
}

ChildEnd RunningChild::reap() {
  settle();
  while (!error_.is_over()) take_error();
  const auto end = child_.reap(killing_time);
  if (!end) throw Error(ErrorKind::storage, "get the exit code of", name_, "it has ended without one");
  return *end;
}

bool RunningChild::end(std::chrono::milliseconds grace) {
  child_.signal_group(SIGTERM);
  const Moment deadline = std::chrono::steady_clock::now() + grace;
  std::array<char, 16384> dropped;
  // Others of the group may take longer to end than the child itself: they have the whole grace, as long as they have
  // not let go of the output.
  while (!(has_ended_ && output_.is_over() && error_.is_over()) && std::chrono::steady_clock::now() < deadline) {
    wait(deadline);
    output_.read(dropped);
  }
  return kill();
}

bool RunningChild::kill() {
  child_.signal_group(SIGKILL);
  const bool is_gone = child_.reap(killing_time).has_value();
  settle();
  while (!error_.is_over()) take_error();
  return is_gone;
}

void RunningChild::take_error() {
  std::array<char, 16384> room;
  const std::size_t got = error_.read(room);
  if (got > 0) take_error_({room.data(), got});
}

void RunningChild::settle() {
  output_.end_with_what_is_there();
  error_.end_with_what_is_there();
}

}  // namespace mongokeep::process
