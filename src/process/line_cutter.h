#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace mongokeep::process {

/// Makes lines of bytes that come in pieces.
class LineCutter {
 public:
  /// What a line has beyond this is dropped.
  static constexpr std::size_t longest = std::size_t{64} * 1024;

  /// `take` gets each line without its line feed.
  explicit LineCutter(std::function<void(std::string_view)> take) : take_(std::move(take)) {}

  void append(std::string_view bytes);
  /// No more will come: gives the last line, where it has no line feed.
  void finish();

 private:
  void extend(std::string_view bytes);

  std::function<void(std::string_view)> take_;
  std::string line_;
};

}  // namespace mongokeep::process
