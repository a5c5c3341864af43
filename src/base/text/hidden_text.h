#pragma once

#include <string>
#include <string_view>

namespace mongokeep {

/// Whether a character must not be shown as it is: it steers a terminal, turns the direction of writing, breaks the
/// line or takes no room, so that a text reads as another one. That is what Unicode calls controls (C0, DEL, C1),
/// format characters, separators of lines and paragraphs, and ignorable fillers. Not the two selectors that choose
/// between an emoji and its plain form.
bool is_hidden(char32_t character);

/// JSON on its way to a terminal, where hidden characters are shown as JSON's own escapes (`\u001b`): a document that
/// was copied from there is still the same document. Bytes that are not UTF-8 come out as `\ufffd`.
class JsonForTerminal {
 public:
  /// What can be shown so far of a text that comes in pieces.
  std::string shown(std::string_view more);
  /// What had to wait for more.
  std::string rest();

 private:
  std::string take(bool is_end);

  std::string waiting_;
};

/// The same for a whole text.
std::string json_for_terminal(std::string_view text);

}  // namespace mongokeep
