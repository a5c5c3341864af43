#pragma once

#include <string_view>

#include "extjson/named_members.h"
#include "extjson/text_tokens.h"
#include "extjson/wrapper_keys.h"

namespace mongokeep::extjson {

/// Reads the objects that stand for values of other types, and knows them all but code with a scope: that one has a
/// document within, and is DocumentParser's.
///
/// Throws WrongText where an object is not whole, has a member too much, or holds what its type cannot.
class WrapperReader {
 public:
  explicit WrapperReader(const TextTokens& tokens) : tokens_(tokens) {}

  /// The type that an object stands for by its first key, or by its second where the first may be an older form's;
  /// none where it is a document.
  TypeKey type_of(Token first_key) const;

  /// Reads the object with this first key as the type that type_of() said, which is not code or scope. Writes the value
  /// at `out` and its type at `type`.
  ReadingCursor read(TypeKey key, Token first_key, char* out, char* type);

  /// The string whose copy without escapes was read last: a WrongText that is not in the text was found there.
  Token last_copied() const { return last_copied_; }

 private:
  /// type_of() for keys with escapes, and for those that read as a type in some company only.
  TypeKey unusual_type_of(Token first_key) const;

  ReadingCursor binary(Token first_key, char* out);
  ReadingCursor date(Token value, char* out);
  ReadingCursor db_pointer(Token value, char* out);
  ReadingCursor exactly(Token value, std::string_view word, char* out) const;
  ReadingCursor old_regular_expression(Token first_key, char* out) const;
  ReadingCursor regular_expression(Token value, char* out) const;
  ReadingCursor timestamp(Token value, char* out) const;
  ReadingCursor uuid(Token value, char* out);

  char* binary_value(Token bytes, Token subtype, char* out);
  char* pattern_and_options(Token pattern, Token options, char* out) const;
  std::uint32_t uint32(Token number) const;

  /// The members of the object that `value` has to be, both of which must be there.
  NamedMembers both_members(Token value, std::string_view first_name, std::string_view second_name) const;
  /// The value of the only member of the object that `value` has to be.
  Token only_member(Token value, std::string_view name) const;
  /// The token behind a closing brace that has to be there.
  Token close(Token brace) const;
  /// What is between the quotes of the string that has to be there.
  std::string_view inside(Token string) const;
  /// The same without escapes: in the text where it has none, or in a copy not far behind `out`.
  std::string_view characters(Token string, char* out);

  const TextTokens& tokens_;
  Token last_copied_ = nullptr;
};

}  // namespace mongokeep::extjson
