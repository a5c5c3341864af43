#pragma once

#include <stop_token>
#include <utility>

#include "base/stop_wait.h"
#include "stream/source.h"

namespace mongokeep::stream {

/// Hands bytes on until it is told to stop, and throws Error{stopped} then: however long a line is, a stop does not
/// wait for its end. Borrows the source.
class StoppableSource final : public Source {
 public:
  StoppableSource(Source& next, std::stop_token stop) : next_(next), stop_(std::move(stop)) {}

  std::size_t read(std::span<char> room) override {
    throw_if_stopped(stop_);
    return next_.read(room);
  }

 private:
  Source& next_;
  std::stop_token stop_;
};

}  // namespace mongokeep::stream
