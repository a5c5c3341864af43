#include "cli/terminal/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>
#include <string_view>

namespace mongokeep::cli {

namespace {

std::string_view variable(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? std::string_view() : value;
}

}  // namespace

std::string coloured(std::string_view text, std::string_view colour, Colours colours) {
  if (colours == Colours::off) return std::string(text);
  return std::string(colour).append(text).append(ansi::none);
}

Terminal terminal_at(int descriptor) {
  Terminal terminal;
  terminal.present = ::isatty(descriptor) != 0;
  const std::string_view kind = variable("TERM");
  terminal.moves = terminal.present && !kind.empty() && kind != "dumb";
  if (terminal.moves && variable("NO_COLOR").empty()) terminal.colours = Colours::on;
  return terminal;
}

TerminalSize terminal_size(int descriptor) {
  TerminalSize size;
  winsize window{};
  if (::ioctl(descriptor, TIOCGWINSZ, &window) == 0) {
    if (window.ws_col > 0) size.columns = window.ws_col;
    if (window.ws_row > 0) size.rows = window.ws_row;
  }
  return size;
}

}  // namespace mongokeep::cli
