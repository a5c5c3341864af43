#include "hooks/shell_process.h"

#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <system_error>
#include <thread>

#include "hooks/spawn_orders.h"
#include "hooks/time_left.h"
#include "mongokeep/error.h"

namespace mongokeep::hooks {

namespace {

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  for (std::string& text : texts) pointers.push_back(text.data());
  pointers.push_back(nullptr);
  return pointers;
}

pid_t spawn(const ShellSettings& settings) {
  const SpawnOrders orders(settings.input, settings.output);
  std::vector<std::string> words{"/bin/sh", "-c", settings.command};
  std::vector<std::string> variables = settings.environment;
  pid_t pid = -1;
  const int error = ::posix_spawn(&pid, words.front().c_str(), orders.actions(), orders.attributes(),
                                  pointers_to(words).data(), pointers_to(variables).data());
  if (error != 0) throw storage_error("start", "a hook's command", error);
  return pid;
}

/// glibc 2.36 declares its own pidfd_open without C linkage.
UniqueFd open_process(pid_t pid) {
  return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0U)));
}

void wait_for(pid_t pid) {
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

/// Leaves the waiting to a thread that holds nothing of ours: a shell that cannot be killed may go on for days.
void wait_elsewhere(pid_t pid) {
  try {
    std::thread(wait_for, pid).detach();
  } catch (const std::system_error&) {
    // No thread to be had. Then the dead shell's entry stays in the table of processes until we end.
  }
}

}  // namespace

ShellProcess::ShellProcess(const ShellSettings& settings) : pid_(spawn(settings)), descriptor_(open_process(pid_)) {
  if (descriptor_) return;
  const int error = errno;
  signal_group(SIGKILL);
  wait_elsewhere(pid_);
  throw storage_error("watch", "a hook's command", error);
}

ShellProcess::~ShellProcess() {
  if (is_reaped_) return;
  signal_group(SIGKILL);
  wait_elsewhere(pid_);
}

void ShellProcess::signal_group(int signal) const {
  // Fails where nobody is left, or all are another user's: neither is to be helped.
  ::kill(-pid_, signal);
}

std::optional<ShellEnd> ShellProcess::reap(std::chrono::milliseconds patience) {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  pollfd watched{descriptor_.get(), POLLIN, 0};
  while (::poll(&watched, 1, milliseconds_until(deadline)) <= 0) {
    if (std::chrono::steady_clock::now() >= deadline) return std::nullopt;
  }
  siginfo_t end{};
  if (::waitid(P_PIDFD, static_cast<id_t>(descriptor_.get()), &end, WEXITED) != 0) {
    throw storage_error("get the exit code of", "a hook's command", errno);
  }
  is_reaped_ = true;
  return ShellEnd{end.si_code != CLD_EXITED, end.si_status};
}

}  // namespace mongokeep::hooks
