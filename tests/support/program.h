#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "support/child_process.h"

namespace mongokeep::test {

/// How to call the program. It sees PATH, HOME (a folder that is empty), LANG, MONGOC_DISABLE_SHM and what is in
/// `environment`, so that no setting of whoever runs the tests gets in.
struct ProgramCall {
  std::vector<std::string> arguments;
  std::map<std::string, std::string> environment = {};
  std::filesystem::path working_folder = {};
  ChildSettings::Screen screen = ChildSettings::Screen::pipe;
  ChildSettings::FileModes file_modes = ChildSettings::FileModes::binding;
  std::optional<mode_t> umask = {};
  std::optional<std::uint64_t> file_size_limit = {};
  std::optional<std::uint64_t> descriptor_limit = {};
  /// What a shell does to its standard streams first: `<&- >/dev/full`.
  std::string redirections = {};
};

/// What a call came to.
struct ProgramResult {
  std::optional<int> exit_code;  ///< nothing where a signal ended it
  std::optional<int> signal;     ///< the signal that ended it
  std::string output;
  std::string error;
};

/// The program of this build, running. All functions throw std::runtime_error when their patience is at an end, and
/// the program is killed by the destructor at the latest.
class RunningProgram {
 public:
  static constexpr std::chrono::milliseconds patience = std::chrono::minutes(2);

  explicit RunningProgram(const ProgramCall& call);

  /// Waits until the standard output or error holds `text`.
  void await_output(std::string_view text) { child_.await_output(text, patience); }
  /// On the terminal of a call with Screen::dialogue.
  void type(std::string_view text) { child_.type(text); }
  void send_signal(int signal) { child_.send_signal(signal); }
  ProgramResult wait();
  pid_t pid() const { return child_.pid(); }

 private:
  ChildProcess child_;
};

/// Calls the program and waits for it.
ProgramResult run_program(const ProgramCall& call);

/// Absolute path of the program of this build.
std::filesystem::path program_path();

}  // namespace mongokeep::test
