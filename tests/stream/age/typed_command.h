#pragma once

#include <poll.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <csignal>
#include <stdexcept>
#include <string>
#include <vector>

#include "support/terminal_pair.h"

namespace mongokeep::stream::age {

struct TypedResult {
  int exit_code = -1;  ///< -1 where a signal ended it
  std::string screen;
};

/// Runs a command on a terminal of its own with this already typed: `age` takes passphrases from nowhere else.
/// The command is looked up in the PATH. Throws std::runtime_error when it takes longer than two minutes.
inline TypedResult run_typed(std::vector<std::string> command, const std::string& typed) {
  constexpr int patience_ms = 120'000;
  test::TerminalPair terminal = test::open_terminal_pair();
  std::vector<char*> arguments;
  for (std::string& word : command) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  if (::write(terminal.ours.get(), typed.data(), typed.size()) != static_cast<ssize_t>(typed.size())) {
    throw std::runtime_error("cannot type");
  }
  const pid_t child = ::fork();
  if (child < 0) throw std::runtime_error("cannot fork");
  if (child == 0) {
    // Only what is safe between fork and exec.
    ::setsid();
    ::ioctl(terminal.programs.get(), TIOCSCTTY, 0);
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) {
      ::dup2(terminal.programs.get(), descriptor);
    }
    ::execvp(arguments[0], arguments.data());
    ::_exit(127);
  }
  terminal.programs = UniqueFd();
  TypedResult result;
  bool is_late = false;
  pollfd watched{terminal.ours.get(), POLLIN, 0};
  std::array<char, 1024> room{};
  for (;;) {
    is_late = ::poll(&watched, 1, patience_ms) == 0;
    // Where the program's side has gone, reading fails.
    const ssize_t got = is_late ? 0 : ::read(watched.fd, room.data(), room.size());
    if (got <= 0) break;
    result.screen.append(room.data(), static_cast<std::size_t>(got));
  }
  if (is_late) ::kill(child, SIGKILL);
  int status = 0;
  ::waitpid(child, &status, 0);
  if (is_late) throw std::runtime_error("the command takes too long, and has said: " + result.screen);
  if (WIFEXITED(status)) result.exit_code = WEXITSTATUS(status);
  return result;
}

}  // namespace mongokeep::stream::age
