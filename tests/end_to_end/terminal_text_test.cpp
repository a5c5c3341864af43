// What a terminal gets of names and documents that somebody else has chosen. Without a server.

#include <gmock/gmock.h>

#include <cstdlib>

#include "base/text/hidden_text.h"
#include "base/text/shell_word.h"
#include "base/text/utf8.h"
#include "end_to_end/scene.h"
#include "support/files.h"

namespace mongokeep::test {
namespace {

using testing::HasSubstr;
using testing::Not;

/// An escape, a C1 control, DEL, marks of direction, and what takes no room.
const std::string nasty = "\x1b[2J\u009b31m\x7f\u200e\u200f\u061c\u202e\u2067\u2028\u200b\ufeff\U000e0041";
/// The same as JSON has to have it: the rest may stand as it is.
const std::string nasty_in_json = "\\u001b[2J" + nasty.substr(4);

class TerminalText : public testing::Test {
 protected:
  /// What comes out with both outputs on a terminal.
  std::string seen(const std::vector<std::string>& words) {
    std::string line = "exec " + program_path().string();
    for (const std::string& word : words) line += " " + shell_word(word);
    ChildSettings settings;
    settings.command = {"/bin/sh", "-c", line + " >&2"};
    settings.environment = {{"PATH", std::getenv("PATH")}, {"LANG", "C.UTF-8"}, {"NO_COLOR", "1"}};
    settings.screen = ChildSettings::Screen::terminal;
    settings.working_folder = temp_.path();
    ChildProcess child(settings);
    child.wait(RunningProgram::patience);
    return child.standard_error();
  }

  std::string printed(const std::vector<std::string>& words) {
    ProgramCall call{.arguments = words, .working_folder = temp_.path()};
    return run_program(call).output;
  }

  static void expect_harmless(const std::string& text, const std::string& place) {
    for (std::string_view rest = text; !rest.empty();) {
      const std::size_t length = utf8_sequence_length(rest);
      ASSERT_GT(length, 0U) << place;
      const char32_t c = code_point(rest.substr(0, length));
      EXPECT_TRUE(!is_hidden(c) || c == '\n' || c == '\r' || c == '\t')
          << place << std::hex << static_cast<unsigned>(c);
      rest.remove_prefix(length);
    }
  }

  TempDir temp_;
};

TEST_F(TerminalText, OfADocumentIsEscapedAndTheSameDocument) {
  const std::string document = "{\"_id\":1,\"" + nasty_in_json + "\":\"" + nasty_in_json + "é\"}";
  write_file(temp_.path() / "users.json", "[\n" + document + "\n]\n");
  const std::string text = seen({"cat", "users.json"});
  expect_harmless(text, "cat");
  EXPECT_EQ(Json::parse(text).at(0), Json::parse(document));
  EXPECT_THAT(text, HasSubstr("é"));
  EXPECT_EQ(printed({"cat", "users.json"}), "[\n" + document + "\n]\n") << "a pipe gets the bytes";
}

TEST_F(TerminalText, OfWhatIsNoDocumentIsHarmlessToo) {
  write_file(temp_.path() / "users.json", nasty + "\xff\rover");
  const std::string text = seen({"cat", "users.json"});
  expect_harmless(text, "cat");
  EXPECT_THAT(text, Not(HasSubstr("\rover")));
}

TEST_F(TerminalText, OfNamesIsHarmlessInEveryCommand) {
  const std::filesystem::path folder = temp_.path() / "backup" / "20th_Feb_2024";
  std::filesystem::create_directories(folder);
  write_file(folder / ("us" + nasty + "ers.json"), "[\n{\"_id\":1},\n{" + nasty + "}\n]\n");
  write_file(folder / ("not" + nasty + ".txt"), "");
  const std::vector<std::vector<std::string>> calls = {
      {"list"},
      {"show", "20th_Feb_2024"},
      {"verify", "20th_Feb_2024"},
      {"verify", "20th_Feb_2024", "-v"},
      {"verify", "20th_Feb_2024", "--logFormat", "json"},
      {"cat", "20th_Feb_2024", "us" + nasty + "ers"},
      {"cat", "20th_Feb_2024", nasty},
      {"cat", nasty},
      {"restore", nasty, "--uri", "mongodb://127.0.0.1:1/" + nasty},
      {"restore", "latest", "--uri", "mongodb://127.0.0.1:1/db?serverSelectionTimeoutMS=1", "--dryRun"},
      {"check", "--uri", "mongodb://127.0.0.1:1/db?serverSelectionTimeoutMS=1&" + nasty},
      {"help", nasty},
      {nasty},
      {"list", nasty},
      {"list", "--" + nasty},
      {"list", "--root", nasty},
      {"list", "--config", nasty},
      {"cleanup", "--dryRun", "--daysToKeep", "1"},
  };
  for (std::vector<std::string> call : calls) {
    expect_harmless(seen(call), call.front());
    call.emplace_back("--json");
    expect_harmless(seen(call), call.front() + " --json");
  }
}

}  // namespace
}  // namespace mongokeep::test
