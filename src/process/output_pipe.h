#pragma once

#include <cstddef>
#include <limits>
#include <span>
#include <string>
#include <utility>

#include "base/files/unique_fd.h"

namespace mongokeep::process {

/// Our end of a pipe into which a child prints.
class OutputPipe {
 public:
  /// None: it is over.
  OutputPipe() = default;
  /// `reading` does not block. Errors call the child by its name.
  OutputPipe(UniqueFd reading, std::string name) : reading_(std::move(reading)), name_(std::move(name)) {}

  /// For poll(), which takes no notice of a negative one.
  int descriptor() const { return is_over() ? -1 : reading_.get(); }
  /// Whether nothing will come any more.
  bool is_over() const { return !reading_ || left_ == 0; }

  /// Reads what is there, without waiting, and returns how much; 0 when nothing is there or the output is over.
  /// Throws Error{storage}.
  std::size_t read(std::span<char> room);

  /// What is in the pipe now is all that counts: the child has ended. What it left in the background may keep the pipe
  /// open for ever, and go on writing.
  void end_with_what_is_there();

 private:
  UniqueFd reading_;
  std::string name_;
  std::size_t left_ = std::numeric_limits<std::size_t>::max();
};

}  // namespace mongokeep::process
