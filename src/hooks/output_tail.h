#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mongokeep::hooks {

/// The end of what a command has printed.
class OutputTail {
 public:
  static constexpr std::size_t longest = 4096;

  void append(std::string_view bytes);
  /// At most the last `longest` bytes, as they came.
  const std::string& text() const { return text_; }

 private:
  std::string text_;
};

}  // namespace mongokeep::hooks
