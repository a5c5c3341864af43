#include "process/child_reader.h"

#include <algorithm>
#include <utility>

namespace mongokeep::process {

namespace {

std::string ending(const ChildEnd& end) {
  return (end.by_signal ? "it was killed by signal " : "it ended with exit code ") + std::to_string(end.number);
}

}  // namespace

ChildReader::ChildReader(const ChildOrders& orders, std::chrono::milliseconds idle_limit, std::stop_token stop)
    : name_(orders.name),
      idle_limit_(std::min<std::chrono::milliseconds>(idle_limit, std::chrono::hours(24) * 366 * 100)),
      idle_(idle_limit_),
      stop_(std::move(stop)),
      child_(
          orders, Streams::apart, [this](std::string_view bytes) { tail_.append(bytes); }, stop_) {}

std::size_t ChildReader::read(std::span<char> room) {
  if (failure_) throw *failure_;
  idle_.begin_anew();
  while (!room.empty()) {
    if (stop_.stop_requested()) give_up({ErrorKind::stopped, "read the output of", name_, "it was stopped"});
    const std::size_t got = child_.output().read(room);
    if (got > 0) return got;
    if (end_) return at_end();
    if (child_.has_ended()) {
      end_ = child_.reap();
    } else if (idle_.is_over(child_)) {
      give_up({ErrorKind::connection, "read the output of", name_,
               "nothing came for " + std::to_string(idle_limit_.count()) + " ms"});
    } else {
      child_.wait(idle_.next());
    }
  }
  return 0;
}

std::size_t ChildReader::at_end() {
  if (!end_->is_success()) fail({ErrorKind::storage, "read the output of", name_, ending(*end_)});
  return 0;
}

void ChildReader::give_up(Error error) {
  child_.kill();
  fail(std::move(error));
}

void ChildReader::fail(Error error) {
  failure_ = std::move(error);
  throw *failure_;
}

}  // namespace mongokeep::process
