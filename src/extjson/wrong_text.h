#pragma once

#include <string>

namespace mongokeep::extjson {

/// Thrown by whatever reads text, deep within a document, and caught by DocumentReader alone, which makes a TextFault
/// of it. Not an Error: text that is no document is an answer there.
struct WrongText {
  const char* at;     ///< the character at fault; where the text was unescaped first, that one's in the copy
  std::string cause;  ///< for a person
};

[[noreturn, gnu::cold, gnu::noinline]] inline void throw_wrong_text(const char* at, const char* cause) {
  throw WrongText{at, cause};
}

}  // namespace mongokeep::extjson
