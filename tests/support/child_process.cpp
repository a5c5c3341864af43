#include "support/child_process.h"

#include <fcntl.h>
#include <linux/capability.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <stdexcept>
#include <system_error>
#include <utility>

#include "support/terminal_pair.h"

namespace mongokeep::test {
namespace {

constexpr int cannot_execute = 127;

[[noreturn]] void fail(const std::string& operation) {
  throw std::runtime_error("cannot " + operation + ": " + std::generic_category().message(errno));
}

struct Channel {
  UniqueFd ours;
  UniqueFd childs;
};

Channel open_pipe() {
  std::array<int, 2> ends{};
  if (::pipe2(ends.data(), O_CLOEXEC) != 0) fail("make a pipe");
  return {UniqueFd(ends[0]), UniqueFd(ends[1])};
}

Channel open_terminal() {
  TerminalPair terminal = open_terminal_pair();
  return {std::move(terminal.ours), std::move(terminal.programs)};
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

// The rest runs in the child between fork and exec, where only async-signal-safe calls are allowed.

/// chmod and its like fail with EPERM from here on.
void refuse_modes() {
  std::array filter = {
      sock_filter BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
#ifdef __NR_chmod
      sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_chmod, 2, 0),
#else
      sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_fchmod, 2, 0),
#endif
      sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_fchmod, 1, 0),
      sock_filter BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, __NR_fchmodat, 0, 1),
      sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      sock_filter BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog program{filter.size(), filter.data()};
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  if (::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program) != 0) ::_exit(cannot_execute);
}

void restrict_child(const ChildSettings& settings) {
  if (settings.umask) ::umask(*settings.umask);
  if (settings.file_size_limit) {
    const rlimit limit{.rlim_cur = *settings.file_size_limit, .rlim_max = *settings.file_size_limit};
    ::setrlimit(RLIMIT_FSIZE, &limit);
  }
  if (settings.descriptor_limit) {
    const rlimit limit{.rlim_cur = *settings.descriptor_limit, .rlim_max = *settings.descriptor_limit};
    ::setrlimit(RLIMIT_NOFILE, &limit);
  }
  if (settings.file_modes == ChildSettings::FileModes::refused) refuse_modes();
  if (settings.file_modes == ChildSettings::FileModes::binding) {
    // Whoever is not root lacks both anyway, and may not drop them.
    ::prctl(PR_CAPBSET_DROP, CAP_DAC_OVERRIDE);
    ::prctl(PR_CAPBSET_DROP, CAP_DAC_READ_SEARCH);
  }
}

[[noreturn]] void become(const ChildSettings& settings, int output, int error, char** arguments, char** environment,
                         pid_t parent) {
  if (settings.lifetime == ChildSettings::Lifetime::of_starting_thread) {
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) ::_exit(cannot_execute);
  }
  ::setsid();
  const int nothing = ::open("/dev/null", O_RDONLY);
  ::dup2(settings.screen == ChildSettings::Screen::dialogue ? error : nothing, STDIN_FILENO);
  ::dup2(output, STDOUT_FILENO);
  ::dup2(error, STDERR_FILENO);
  if (!settings.working_folder.empty() && ::chdir(settings.working_folder.c_str()) != 0) ::_exit(cannot_execute);
  restrict_child(settings);
  ::execve(arguments[0], arguments, environment);
  ::_exit(cannot_execute);
}

/// Appends what is there; false at the end. A terminal whose child has gone answers with EIO.
bool drain(int descriptor, std::string& text, std::mutex& mutex) {
  std::array<char, 65536> room;
  const ssize_t got = ::read(descriptor, room.data(), room.size());
  if (got < 0 && errno == EINTR) return true;
  if (got <= 0) return false;
  const std::lock_guard lock(mutex);
  text.append(room.data(), static_cast<std::size_t>(got));
  return true;
}

}  // namespace

ChildProcess::ChildProcess(const ChildSettings& settings) {
  Channel output = open_pipe();
  Channel error = settings.screen == ChildSettings::Screen::pipe ? open_pipe() : open_terminal();
  std::vector<std::string> words = settings.command;
  std::vector<std::string> variables;
  for (const auto& [name, value] : settings.environment) variables.push_back(name + "=" + value);
  const std::vector<char*> arguments = pointers_to(words);
  const std::vector<char*> environment = pointers_to(variables);
  const pid_t parent = ::getpid();

  pid_ = ::fork();
  if (pid_ < 0) fail("fork");
  if (pid_ == 0) {
    become(settings, output.childs.get(), error.childs.get(), const_cast<char**>(arguments.data()),
           const_cast<char**>(environment.data()), parent);
  }
  output_ = std::move(output.ours);
  error_ = std::move(error.ours);
  // The child's ends close here, at the end of the scope: from then on the end of its output can be seen.
  gatherer_ = std::thread([this] { gather(); });
}

ChildProcess::~ChildProcess() {
  send_signal(SIGKILL);
  gatherer_.join();
}

std::string ChildProcess::standard_output() const {
  const std::lock_guard lock(mutex_);
  return output_text_;
}

std::string ChildProcess::standard_error() const {
  const std::lock_guard lock(mutex_);
  return error_text_;
}

void ChildProcess::await_output(std::string_view text, std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  const auto is_there = [&] {
    return output_text_.find(text) != std::string::npos || error_text_.find(text) != std::string::npos;
  };
  const bool has_come = changed_.wait_for(lock, patience, [&] { return is_there() || end_; });
  if (!has_come || !is_there()) {
    throw std::runtime_error("the child " + std::string(end_ ? "ended" : "took too long") + " without saying \"" +
                             std::string(text) + "\"" + outputs());
  }
}

void ChildProcess::type(std::string_view text) {
  if (::write(error_.get(), text.data(), text.size()) != static_cast<ssize_t>(text.size())) fail("type");
}

void ChildProcess::send_signal(int signal) {
  // Under the lock, since the number may be another process's once reap() has run.
  const std::lock_guard lock(mutex_);
  if (!end_) ::kill(pid_, signal);
}

ChildEnd ChildProcess::wait(std::chrono::milliseconds patience) {
  std::unique_lock lock(mutex_);
  if (changed_.wait_for(lock, patience, [&] { return end_.has_value(); })) return *end_;
  ::kill(pid_, SIGKILL);
  throw std::runtime_error("the child did not end in " + std::to_string(patience.count()) + " ms" + outputs());
}

void ChildProcess::gather() {
  std::array<pollfd, 2> watched{pollfd{output_.get(), POLLIN, 0}, pollfd{error_.get(), POLLIN, 0}};
  std::array<std::string*, 2> texts{&output_text_, &error_text_};
  while (watched[0].fd >= 0 || watched[1].fd >= 0) {
    if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) break;
    for (std::size_t i = 0; i < watched.size(); ++i) {
      if (watched[i].fd < 0 || watched[i].revents == 0) continue;
      if (!drain(watched[i].fd, *texts[i], mutex_)) watched[i].fd = -1;
    }
    changed_.notify_all();
  }
  reap();
}

void ChildProcess::reap() {
  // Waits without taking, so that send_signal never meets a number that is free again.
  siginfo_t unused{};
  while (::waitid(P_PID, static_cast<id_t>(pid_), &unused, WEXITED | WNOWAIT) != 0 && errno == EINTR) {
  }
  const std::lock_guard lock(mutex_);
  int status = 0;
  ::waitpid(pid_, &status, 0);
  end_ = WIFEXITED(status) ? ChildEnd{WEXITSTATUS(status), std::nullopt} : ChildEnd{std::nullopt, WTERMSIG(status)};
  changed_.notify_all();
}

std::string ChildProcess::outputs() const {
  return "\n--- standard output\n" + output_text_ + "\n--- standard error\n" + error_text_;
}

}  // namespace mongokeep::test
