#include "base/text/hidden_text.h"

#include <gtest/gtest.h>

#include "base/json/json.h"

namespace mongokeep {
namespace {

TEST(HiddenText, KnowsWhatSteersATerminalTurnsTheWritingOrTakesNoRoom) {
  for (const char32_t c : {0x00U,   0x1BU,   0x7FU,   0x80U,   0x9BU,    0x9FU,    0xADU,    0x61CU,  0x200BU, 0x200DU,
                           0x200EU, 0x200FU, 0x2028U, 0x2029U, 0x202AU,  0x202EU,  0x2060U,  0x2066U, 0x2069U, 0x180EU,
                           0xFEFFU, 0xFFF9U, 0xFE00U, 0x3164U, 0xE0001U, 0xE0041U, 0xE007FU, 0xE0100U}) {
    EXPECT_TRUE(is_hidden(c)) << std::hex << static_cast<unsigned>(c);
  }
  for (const char32_t c : {0x20U, 0x7EU, 0xA0U, 0xE9U, 0x301U, 0x5D0U, 0x627U, 0x2010U, 0x2027U, 0x202FU, 0x3000U,
                           0xFE0FU, 0xFFFDU, 0x1F355U, 0xDFFFFU, 0xE1000U}) {
    EXPECT_FALSE(is_hidden(c)) << std::hex << static_cast<unsigned>(c);
  }
}

TEST(JsonForTerminal, ShowsHiddenCharactersAsTheirEscapesAndStaysTheSameDocument) {
  const std::string text = "[\n\t{\"a\u202eb\": \"\x7f\u009b31m\u200e\U000e0041é🍕\"}\r\n]\n";
  const std::string shown = json_for_terminal(text);
  EXPECT_EQ(shown, "[\n\t{\"a\\u202eb\": \"\\u007f\\u009b31m\\u200e\\udb40\\udc41é🍕\"}\r\n]\n");
  EXPECT_EQ(parse_json(shown), parse_json(text));
}

TEST(JsonForTerminal, ShowsWhatIsNoJson) {
  EXPECT_EQ(json_for_terminal("\x1b[2J\rover\xff\xe2\x80"), "\\u001b[2J\\u000dover\\ufffd\\ufffd\\ufffd");
  EXPECT_EQ(json_for_terminal("a\r"), "a\\u000d");
  EXPECT_EQ(json_for_terminal(""), "");
}

TEST(JsonForTerminal, TakesPiecesCutAnywhere) {
  const std::string text = "\"é\u202e🍕\U000e0041\"\r\n\"\xf0\x9f\x8d\"\r";
  const std::string whole = json_for_terminal(text);
  for (std::size_t size = 1; size < text.size(); ++size) {
    JsonForTerminal terminal;
    std::string shown;
    for (std::size_t at = 0; at < text.size(); at += size) shown += terminal.shown(text.substr(at, size));
    EXPECT_EQ(shown + terminal.rest(), whole) << size;
  }
}

}  // namespace
}  // namespace mongokeep
