#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

namespace mongokeep::extjson {

/// Finds where the tokens of a JSON text begin: simdjson's first stage, whose code is the best that the processor has.
///
/// Its second stages are left out: the DOM is a second copy of every document, and neither it nor the on-demand front
/// says at which byte a text is wrong. Walking the index leaves text, position and output in our hands.
class TokenIndex {
 public:
  TokenIndex();
  ~TokenIndex();
  TokenIndex(TokenIndex&&) noexcept;
  TokenIndex& operator=(TokenIndex&&) noexcept;

  /// Longer texts are refused. The longest text without blanks of a document of 16 MiB has 192 MiB.
  static constexpr std::size_t longest_text = 256 * 1024 * 1024;

  /// Whether the text is UTF-8, has a token, closes all of its strings, and holds no control character within one.
  /// Keeps its memory, which may be four times the longest text's size but is touched for tokens only.
  bool read(std::string_view text);

  /// Of the last text that read() took: the offset of the first byte of every bracket, brace, colon, comma, string and
  /// other word, in order. Behind the last one stands the text's size.
  std::span<const std::uint32_t> tokens() const;

 private:
  struct Stage;
  std::unique_ptr<Stage> stage_;
};

}  // namespace mongokeep::extjson
