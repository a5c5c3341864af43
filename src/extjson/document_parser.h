#pragma once

#include "extjson/document_reader.h"
#include "extjson/text_tokens.h"
#include "extjson/wrapper_reader.h"

namespace mongokeep::extjson {

/// The one walk over a text's tokens that checks them and writes their BSON.
///
/// Throws WrongText. Recursion is bounded by deepest_nesting. There must be as much room as BsonBuffer has.
class DocumentParser {
 public:
  /// `limit` is where the largest document would end that begins where this one does.
  DocumentParser(const TextTokens& tokens, TextRules rules, const char* limit)
      : tokens_(tokens),
        wrappers_(tokens),
        limit_(limit),
        rules_(rules),
        reads_wrappers_(rules.wrappers == TextRules::Wrappers::read),
        guesses_(rules.guess == TextRules::Guess::ids_and_dates) {}

  TextRules rules() const { return rules_; }

  /// Reads the object that begins at `brace` as a document at the top, whatever it looks like.
  ReadingCursor document(Token brace, char* out);

  /// Reads one member of the document at the top: its key, colon and value. Writes an element.
  ReadingCursor member(Token key, char* out);

  /// The string whose copy without escapes was read last: a WrongText that is not in the text was found there.
  Token last_copied() const { return wrappers_.last_copied(); }

 private:
  enum class Container { document, array };

  // Each takes the token to begin at, the place to write at, and for values that of the type in front of the key.
  template <Container container>
  ReadingCursor members(Token bracket, char* out, int depth);
  template <Container container>
  ReadingCursor nested(Token bracket, char* out, int depth);
  char* key(Token key, char* out, int depth) const;
  ReadingCursor value(Token token, char* out, char* type, int depth);
  char* string(Token token, char* out, char* type) const;
  char* number(Token token, char* out, char* type) const;
  char* word(Token token, char* out, char* type) const;
  ReadingCursor code(Token first_key, char* out, char* type, int depth);
  void check_is_document(Token brace) const;
  void check_dollar_key(Token key, std::string_view name, int depth) const;

  const TextTokens& tokens_;
  WrapperReader wrappers_;
  const char* limit_;
  TextRules rules_;
  bool reads_wrappers_;
  bool guesses_;
};

}  // namespace mongokeep::extjson
