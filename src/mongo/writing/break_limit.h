#pragma once

#include <chrono>
#include <cstddef>
#include <optional>

namespace mongokeep::mongo {

/// How long one batch is tried over a network that breaks again and again: for five minutes without progress worth the
/// name. Where documents come through one by one, a batch would take hours.
class BreakLimit {
 public:
  explicit BreakLimit(std::size_t batch_size) : worth_(batch_size / 16) {}

  /// Called where it breaks. False once it has been too long.
  bool allows_another_try(std::chrono::steady_clock::time_point now) {
    constexpr std::chrono::minutes longest(5);
    if (!since_) since_ = now;
    return now - *since_ <= longest;
  }
  /// So many documents came through at once.
  void note_written(std::size_t count) {
    has_written_ = true;
    if (count >= worth_) since_.reset();
  }
  /// A document was found to be at fault. Where none comes through, it is not the document.
  void note_found() {
    if (has_written_) since_.reset();
    has_written_ = false;
  }

 private:
  std::size_t worth_;  ///< in documents
  bool has_written_ = false;
  std::optional<std::chrono::steady_clock::time_point> since_;
};

}  // namespace mongokeep::mongo
