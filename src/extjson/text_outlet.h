#pragma once

#include <cstddef>
#include <string_view>

namespace mongokeep::extjson {

/// Where text goes on to that is too long to be held whole: in order, in pieces of the same size.
class TextOutlet {
 public:
  virtual ~TextOutlet() = default;
  /// In characters, the same at each call, and at least one.
  virtual std::size_t piece_size() const = 0;
  /// Takes a piece of that size. What it throws ends the writing.
  virtual void take(std::string_view piece) = 0;
};

}  // namespace mongokeep::extjson
