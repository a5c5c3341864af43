#pragma once

#include <string_view>

namespace mongokeep::stream {

/// Takes bytes in order. Sinks wrap sinks: what one makes of the bytes it writes to the next.
class Sink {
 public:
  virtual ~Sink() = default;
  /// Throws Error{storage} when the bytes cannot be taken; the sink is of no use afterwards.
  virtual void write(std::string_view bytes) = 0;
  /// Writes what was held back, down the whole chain. Called once, after the last write.
  virtual void finish() = 0;
};

}  // namespace mongokeep::stream
