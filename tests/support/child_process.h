#pragma once

#include <sys/types.h>

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "base/files/unique_fd.h"

namespace mongokeep::test {

/// How to start a child. The child sees no variable of ours but those in `environment`, and nothing on its standard
/// input.
struct ChildSettings {
  /// Program, looked up as a path, and its arguments.
  std::vector<std::string> command;
  std::map<std::string, std::string> environment;
  /// Empty: ours.
  std::filesystem::path working_folder;

  /// What the standard error is to the child. (The standard output is always a pipe.)
  /// `dialogue`: the terminal is the standard input as well, for type().
  enum class Screen { pipe, terminal, dialogue };
  Screen screen = Screen::pipe;

  /// Ends the child by force with the thread that started it, so that a test run that is killed leaves nothing behind.
  enum class Lifetime { own, of_starting_thread };
  Lifetime lifetime = Lifetime::own;

  /// `binding` takes root's right to pass over the modes of files away, so that a read-only folder is read-only to the
  /// child; `refused` has the system refuse to change any, as on a file system that has none.
  enum class FileModes { as_ours, binding, refused };
  FileModes file_modes = FileModes::as_ours;

  std::optional<mode_t> umask;
  /// Bytes after which a write to a file brings the signal SIGXFSZ, and fails with EFBIG where that is ignored.
  std::optional<std::uint64_t> file_size_limit;
  /// Files that may be open at a time.
  std::optional<std::uint64_t> descriptor_limit;
};

/// How a child ended: exactly one of the two.
struct ChildEnd {
  std::optional<int> exit_code;
  std::optional<int> signal;
};

/// A running child whose output is gathered as it comes. Killed, when it still runs, by the destructor.
/// Every function may be called from any thread; all throw std::runtime_error.
class ChildProcess {
 public:
  explicit ChildProcess(const ChildSettings& settings);
  ~ChildProcess();
  ChildProcess(const ChildProcess&) = delete;
  ChildProcess& operator=(const ChildProcess&) = delete;

  /// What came so far; all of it once wait() has returned.
  std::string standard_output() const;
  std::string standard_error() const;

  /// Waits until either output holds `text`. Throws, with both outputs, when the child ends or `patience` passes first.
  void await_output(std::string_view text, std::chrono::milliseconds patience);

  /// Types on the terminal of a `dialogue`. Throws when that does not take it.
  void type(std::string_view text);

  /// Does nothing when the child has ended.
  void send_signal(int signal);

  /// Waits for the end of the child and of its output; throws, and kills the child, after `patience`.
  ChildEnd wait(std::chrono::milliseconds patience);

  pid_t pid() const { return pid_; }

 private:
  void gather();
  void reap();
  std::string outputs() const;

  pid_t pid_ = -1;
  UniqueFd output_;
  UniqueFd error_;
  mutable std::mutex mutex_;
  std::condition_variable changed_;
  std::string output_text_;
  std::string error_text_;
  std::optional<ChildEnd> end_;
  std::thread gatherer_;
};

}  // namespace mongokeep::test
