#pragma once

#include "extjson/text_tokens.h"

namespace mongokeep::extjson {

/// Reads the object that begins at `brace` where it is one of the types that most values of a backup are, written as
/// DocumentWriter writes it: `{"$numberInt":"5"}`, without blanks or escapes. One look at its first bytes tells, and
/// where the number ends tells the rest.
///
/// Writes the value at `out` and its type at `type`. A null `out` comes back for anything else, and for what is wrong
/// in some way: WrapperReader reads it, or says what is wrong with it.
ReadingCursor read_compact_wrapper(const TextTokens& tokens, Token brace, char* out, char* type);

}  // namespace mongokeep::extjson
