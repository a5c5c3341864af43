#include "process/child_process.h"

#include <poll.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <csignal>
#include <fstream>
#include <system_error>
#include <thread>

#include "mongokeep/error.h"
#include "process/time_left.h"

namespace mongokeep::process {

namespace {

/// What is killed is gone after some milliseconds, but for what the system cannot stop just now.
constexpr std::chrono::milliseconds usual_death(200);

/// glibc 2.36 declares its own pidfd_open without C linkage.
UniqueFd open_process(pid_t pid) {
  return UniqueFd(static_cast<int>(::syscall(SYS_pidfd_open, pid, 0U)));
}

void wait_for(pid_t pid) {
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
}

/// Leaves the waiting to a thread that holds nothing of ours: a child that cannot be killed may go on for days.
void wait_elsewhere(pid_t pid) {
  try {
    std::thread(wait_for, pid).detach();
  } catch (const std::system_error&) {
    // No thread to be had. Then the dead child's entry stays in the table of processes until we end.
  }
}

/// Without a descriptor that tells of it.
bool is_gone_soon(pid_t pid) {
  const auto deadline = std::chrono::steady_clock::now() + usual_death;
  while (::waitpid(pid, nullptr, WNOHANG) == 0) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
    std::this_thread::sleep_for(std::chrono::milliseconds(1));
  }
  return true;
}

bool waits_on(int descriptor, siginfo_t& end, int options) {
  return ::waitid(P_PIDFD, static_cast<id_t>(descriptor), &end, WEXITED | options) == 0;
}

}  // namespace

ChildProcess::ChildProcess(const ChildOrders& orders, const ChildStreams& streams)
    : name_(orders.name), tie_(orders.tie), pid_(start_child(orders, streams)), descriptor_(open_process(pid_)) {
  if (descriptor_) return;
  const int error = errno;
  ::kill(-pid_, SIGKILL);
  if (!is_gone_soon(pid_)) wait_elsewhere(pid_);
  throw storage_error("watch", name_, error);
}

ChildProcess::~ChildProcess() {
  if (is_reaped_) return;
  signal_group(SIGKILL);
  siginfo_t end{};
  if (has_ended_within(usual_death)) {
    waits_on(descriptor_.get(), end, WNOHANG);
  } else {
    wait_elsewhere(pid_);
  }
}

void ChildProcess::signal_group(int signal) const {
  siginfo_t end{};
  if (is_reaped_ || !waits_on(descriptor_.get(), end, WNOHANG | WNOWAIT)) return;
  // Fails where nobody is left, or all are another user's: neither is to be helped.
  ::kill(-pid_, signal);
}

std::optional<std::uint64_t> ChildProcess::bytes_read() const {
  // Until it is reaped the number is its own.
  if (is_reaped_) return std::nullopt;
  std::ifstream facts("/proc/" + std::to_string(pid_) + "/io");
  std::string name;
  std::uint64_t count = 0;
  while (facts >> name >> count) {
    if (name == "rchar:") return count;
  }
  return std::nullopt;
}

bool ChildProcess::has_ended_within(std::chrono::milliseconds patience) const {
  const auto deadline = std::chrono::steady_clock::now() + patience;
  pollfd watched{descriptor_.get(), POLLIN, 0};
  while (::poll(&watched, 1, milliseconds_until(deadline)) <= 0) {
    if (std::chrono::steady_clock::now() >= deadline) return false;
  }
  return true;
}

std::optional<ChildEnd> ChildProcess::reap(std::chrono::milliseconds patience) {
  if (!has_ended_within(patience)) return std::nullopt;
  // Before it is reaped: until then the group's number is not given to another.
  if (tie_ == Tie::close) signal_group(SIGKILL);
  siginfo_t end{};
  const bool is_told = waits_on(descriptor_.get(), end, 0);
  const int error = errno;
  is_reaped_ = true;
  if (!is_told) throw storage_error("get the exit code of", name_, error);
  return ChildEnd{end.si_code != CLD_EXITED, end.si_status};
}

}  // namespace mongokeep::process
