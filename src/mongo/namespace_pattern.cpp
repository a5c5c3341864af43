#include "mongo/namespace_pattern.h"

namespace mongokeep::mongo {

bool matches_pattern(std::string_view pattern, std::string_view ns) {
  std::size_t at = 0;
  std::size_t in_ns = 0;
  // Where the last `*` stood, and how much it stands for so far: on a mismatch it takes one character more.
  std::size_t after_star = std::string_view::npos;
  std::size_t taken_until = 0;
  while (in_ns < ns.size()) {
    if (at < pattern.size() && pattern[at] == '*') {
      after_star = ++at;
      taken_until = in_ns;
      continue;
    }
    const bool is_escape = at + 1 < pattern.size() && pattern[at] == '\\';
    const std::size_t literal = is_escape ? at + 1 : at;
    if (literal < pattern.size() && pattern[literal] == ns[in_ns]) {
      at = literal + 1;
      ++in_ns;
    } else if (after_star != std::string_view::npos) {
      at = after_star;
      in_ns = ++taken_until;
    } else {
      return false;
    }
  }
  while (at < pattern.size() && pattern[at] == '*') ++at;
  return at == pattern.size();
}

}  // namespace mongokeep::mongo
