#pragma once

#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>

#include "extjson/json_number.h"
#include "extjson/wrong_text.h"

namespace mongokeep::extjson {

/// A token of a text: its place in the text's TokenIndex. The next one is the next in memory.
using Token = const std::uint32_t*;

/// A text and its tokens, to be walked front to back. Borrows both.
class TextTokens {
 public:
  TextTokens(std::string_view text, std::span<const std::uint32_t> tokens)
      : text_(text.data()), begin_(tokens.data()), end_(tokens.data() + tokens.size()) {}

  Token begin() const { return begin_; }
  Token end() const { return end_; }

  /// The token's first character; of end(), the text's end.
  const char* at(Token token) const { return text_ + *token; }

  /// What the token begins with; NUL of end(), which no token begins with.
  char kind(Token token) const {
    if (token == end_) [[unlikely]]
      return '\0';
    return text_[*token];
  }

  /// What stands between the quotes of a string, escapes and all.
  std::string_view inside(Token string) const {
    const char* const begin = at(string) + 1;
    // Nothing but blanks is between a string and the token behind it.
    const char* end = at(string + 1) - 1;
    while (*end != '"') --end;
    return {begin, static_cast<std::size_t>(end - begin)};
  }

  /// The token behind the value that begins here, whose brackets are counted only: it must be read as well.
  Token skip(Token value) const {
    int depth = 0;
    for (Token token = value; token != end_; ++token) {
      switch (text_[*token]) {
        case '{':
        case '[': ++depth; break;
        case '}':
        case ']': --depth; break;
        default: break;
      }
      if (depth <= 0) return token + 1;
    }
    fail(end_, "the text ends in the middle of a document");
  }

  /// The number that has to be this token. `cause` is for one that begins like no number.
  JsonNumber number(Token token, const char* cause) const {
    const char first = kind(token);
    if (first != '-' && (first < '0' || first > '9')) [[unlikely]]
      fail(token, cause);
    const JsonNumber number = read_json_number(at(token));
    expect_end(token, number.end);
    return number;
  }

  /// Makes sure that the token is this word or number.
  void expect_word(Token token, std::string_view word) const {
    if (token == end_ || std::memcmp(at(token), word.data(), word.size()) != 0) [[unlikely]]
      fail(token, "this is not a value");
    expect_end(token, at(token) + word.size());
  }

  /// Makes sure that the token is this one of JSON's marks.
  void expect(Token token, char mark, const char* cause) const {
    if (kind(token) != mark) [[unlikely]]
      fail(token, cause);
  }

  /// Throws WrongText. Where there is no token, that is the cause.
  [[noreturn, gnu::cold, gnu::noinline]] void fail(Token token, const char* cause) const {
    throw_wrong_text(at(token), token == end_ ? "the text ends in the middle of a document" : cause);
  }

 private:
  /// Makes sure that a number or a word that begins at `token` goes no further than `end`.
  void expect_end(Token token, const char* end) const {
    if (end == at(token + 1) || *end == ' ' || *end == '\n' || *end == '\r' || *end == '\t') [[likely]]
      return;
    throw_wrong_text(end, "this is not part of the value before it");
  }

  const char* text_;
  Token begin_;
  Token end_;
};

/// Where reading and writing stand after a value. Returned in registers, but not to be passed on as it is: gcc copies
/// an argument of two words through memory in a way that the processor has to wait for.
struct ReadingCursor {
  Token token;
  char* out;
};

}  // namespace mongokeep::extjson
