#pragma once

#include <cstddef>

#include "extjson/text_buffer.h"
#include "extjson/text_outlet.h"

namespace mongokeep::extjson {

/// Room that is left after every step of writing: enough for the longest value of a fixed size, with the marks around
/// it. Only keys, strings and binaries can be longer, and they ask for room by themselves.
inline constexpr std::size_t value_room = 256;

/// One text in the making, behind the end of a buffer: it is committed whole, or not at all. With an outlet it need not
/// be held whole: the buffer stays little longer than a piece, and what it has, its earlier text first, goes on.
///
/// The place to write at is passed from function to function by value, since a member would have to be reloaded after
/// every character written.
class Draft {
 public:
  explicit Draft(TextBuffer& buffer) : buffer_(buffer) {
    buffer_.reserve_more(value_room);
    limit_ = buffer_.data() + buffer_.capacity();
  }

  /// For a text that is known to be wanted: what has gone on does not come back. One character at least is left in the
  /// buffer, of any text.
  Draft(TextBuffer& buffer, TextOutlet& outlet);

  char* begin() { return buffer_.end(); }

  /// Makes room for `count` characters at `out`, which may move: use the pointer that is returned.
  char* room(char* out, std::size_t count) {
    if (static_cast<std::size_t>(limit_ - out) < count) [[unlikely]]
      return grow(out, count);
    return out;
  }

  /// Notes that the text does not lead back to the bytes it was made from.
  void mark_lossy() { lossy_ = true; }
  bool lossy() const { return lossy_; }

  void commit(const char* end) { buffer_.commit(end); }

 private:
  char* grow(char* out, std::size_t count);
  void pour();

  TextBuffer& buffer_;
  TextOutlet* outlet_ = nullptr;
  const char* limit_;
  bool lossy_ = false;
};

}  // namespace mongokeep::extjson
