#pragma once

#include <array>
#include <string_view>

#include "extjson/text_tokens.h"

namespace mongokeep::extjson {

/// A key as its characters, for comparison. Keys with escapes are undone where they could be one of ours.
class KeyName {
 public:
  KeyName(const TextTokens& tokens, Token key);
  std::string_view view() const { return name_; }

 private:
  static constexpr std::size_t longest_inside = 128;
  std::array<char, longest_inside + 32> unescaped_;
  std::string_view name_;
};

/// The values of an object's members that may be two of given names, in any order, each at most once.
class NamedMembers {
 public:
  /// `key` is the object's first key. Throws WrongText at a member of another name and at one that stands twice.
  NamedMembers(const TextTokens& tokens, Token key, std::string_view first_name, std::string_view second_name);

  /// Where the members' values are; null where there is no such member.
  Token first() const { return values_[0]; }
  Token second() const { return values_[1]; }
  /// The brace that closes the object.
  Token close() const { return close_; }
  /// The token behind it.
  Token end() const { return close_ + 1; }

 private:
  std::array<Token, 2> values_{};
  Token close_;
};

}  // namespace mongokeep::extjson
