#pragma once

#include <map>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace mongokeep::cli {

/// The standard error as lines that stay and, on a terminal, a few below them that are drawn over and over.
/// Each change goes out in one write, so that no line tears another. May be used from several threads.
class Screen {
 public:
  explicit Screen(int descriptor) : descriptor_(descriptor) {}

  /// Writes a line that stays, above the drawn ones. `line` ends in its line feed.
  /// A failed write is not reported: there is no place left to report it to.
  void write_line(std::string_view line);

  /// Replaces the lines that are drawn for the same owner; none are wider than the terminal. Those of several owners,
  /// as of a backup and a push that run beside each other, stand below each other.
  void draw(std::vector<std::string> lines, const void* owner = nullptr);

 private:
  std::string erasing() const;
  std::string drawing() const;
  void send(std::string_view bytes) const;

  int descriptor_;
  std::mutex mutex_;
  std::map<const void*, std::vector<std::string>> lines_;  ///< of owners who have some
  std::vector<std::string> drawn_;                         ///< all of them
};

}  // namespace mongokeep::cli
