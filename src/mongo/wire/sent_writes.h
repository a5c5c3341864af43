#pragma once

#include <atomic>
#include <cstdint>

#include "mongo/wire/sent_request.h"

namespace mongokeep::mongo::wire {

/// How much a client has written so far, as its guards have seen it. The driver sends a write once more by itself where
/// the connection breaks (retryWrites), and says nothing of that.
struct SentWrites {
  std::uint64_t plain = 0;
  std::uint64_t hidden = 0;  ///< compressed commands, whose names are not to be seen
  std::uint64_t breaks = 0;  ///< of connections

  /// Whether what was one write since `before` was sent more than once. Of compressed commands one may be another than
  /// the write, such as a look whether an idle connection still stands.
  bool has_repetition_since(const SentWrites& before) const {
    return plain - before.plain > 1 || (hidden - before.hidden > 1 && breaks > before.breaks);
  }
};

/// Counts for a SentWrites. From several threads.
class WriteCount {
 public:
  /// A request whose answer is waited for.
  void note(const SentRequest& request) {
    if (request.is_compressed()) ++hidden_;
    if (request.asked() == Asked::write) ++plain_;
  }
  void note_break() { ++breaks_; }
  SentWrites seen() const { return {plain_, hidden_, breaks_}; }

 private:
  std::atomic<std::uint64_t> plain_ = 0;
  std::atomic<std::uint64_t> hidden_ = 0;
  std::atomic<std::uint64_t> breaks_ = 0;
};

}  // namespace mongokeep::mongo::wire
