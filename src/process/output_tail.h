#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace mongokeep::process {

/// The end of what a child has printed.
class OutputTail {
 public:
  static constexpr std::size_t longest = 4096;

  void append(std::string_view bytes);
  /// At most the last `longest` bytes, as they came, behind an ellipsis where there were more: whoever takes secrets
  /// out has to know that one may have been cut there.
  std::string text() const;

 private:
  std::string text_;
  bool is_cut_ = false;
};

}  // namespace mongokeep::process
