#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "stream/source.h"

namespace mongokeep::documents {

/// As JSON has it.
constexpr bool is_blank(char byte) {
  return byte == ' ' || byte == '\n' || byte == '\r' || byte == '\t';
}

/// A place in a text.
struct TextPosition {
  std::uint64_t line = 1;    ///< from 1
  std::uint64_t column = 1;  ///< from 1, in bytes

  /// Where one is behind `text`, which begins here.
  TextPosition behind(std::string_view text) const;
};

/// A view of a text that comes from a source, moved along it and widened as needed; only what is in view is in memory.
class TextWindow {
 public:
  /// Borrows the source, which must outlive this object.
  explicit TextWindow(stream::Source& source);

  /// What is in view; extjson::reading_room bytes can be read behind it. Valid until it is widened.
  std::string_view view() const { return {buffer_.data() + begin_, end_ - begin_}; }
  /// Of the first byte in view.
  const TextPosition& position() const { return position_; }

  /// Takes in more behind what is in view. False at the end of the text. Throws what the source throws.
  bool widen();
  /// Widens until `size` bytes are in view. False where the text ends before.
  bool widen_to(std::size_t size);
  /// Gives back the memory of a text that was long, where what is in view is not.
  void shrink();
  /// Moves over the first `size` bytes in view.
  void move_over(std::size_t size);
  /// The same where they are one line, the line feed at its end and nowhere else.
  void move_over_line(std::size_t size) {
    begin_ += size;
    ++position_.line;
    position_.column = 1;
  }
  /// Moves over blanks. False at the end of the text.
  bool skip_blanks();
  /// Moves over the blanks behind a comma, so that the next line is seen from its beginning.
  void skip_rest_of_line();
  void move_to_end();

 private:
  stream::Source& source_;
  std::vector<char> buffer_;
  std::size_t begin_ = 0;
  std::size_t end_ = 0;
  TextPosition position_;
};

}  // namespace mongokeep::documents
