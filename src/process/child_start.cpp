#include "process/child_start.h"

#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>

#include "mongokeep/error.h"

namespace mongokeep::process {

namespace {

// Why vfork: posix_spawn cannot set a signal for the death of the parent. fork copies the page tables, and then each
// page that is written to: from a process with 1 GiB that is 33 ms, and 270 ms with the writes, against 0.5 ms and 6
// ms; an application that has this library may have much more. After vfork the child runs in our memory, and the
// calling thread waits until it executes the program. So the child makes system calls only. It writes to our memory
// once: to `error`. The thread sanitizer makes a fork of it. There a program that cannot be executed is a child with
// exit code 127.

/// All that the child needs, made before it is there.
struct Launch {
  char* const* words;
  char* const* variables;
  ChildStreams streams;
  Tie tie;
  std::optional<mode_t> umask;
  pid_t parent;
  /// Why the program could not be executed. Volatile: the compiler cannot see that the child writes it.
  volatile int error = 0;
};

bool ties_to_parent(const Launch& launch) {
  if (launch.tie == Tie::loose) return true;
  if (::prctl(PR_SET_PDEATHSIG, SIGKILL) != 0) return false;
  // The parent may have died before: then no signal comes any more.
  errno = ESRCH;
  return ::getppid() == launch.parent;
}

/// All, before any of them is let through: a handler of ours would run in our memory.
void take_default_signals() {
  struct sigaction by_default {};
  by_default.sa_handler = SIG_DFL;
  // Those that cannot be changed are refused.
  for (int signal = 1; signal < NSIG; ++signal) ::sigaction(signal, &by_default, nullptr);
}

bool takes_streams(const ChildStreams& streams) {
  return ::dup2(streams.input, STDIN_FILENO) >= 0 && ::dup2(streams.output, STDOUT_FILENO) >= 0 &&
         ::dup2(streams.error, STDERR_FILENO) >= 0;
}

/// In the child.
[[noreturn, gnu::noinline]] void become(Launch& launch) {
  take_default_signals();
  if (::setpgid(0, 0) == 0 && ties_to_parent(launch) && takes_streams(launch.streams)) {
    // Of its own: vfork shares our memory, not our umask.
    if (launch.umask) ::umask(*launch.umask);
    // Ours are closed on exec anyway; those of the application that we are part of may not be.
    ::closefrom(STDERR_FILENO + 1);
    sigset_t none;
    sigemptyset(&none);
    ::sigprocmask(SIG_SETMASK, &none, nullptr);
    // Not execve(): where branches are counted, GCC puts a function of its own there that marks our counters as
    // written.
    ::syscall(SYS_execve, launch.words[0], launch.words, launch.variables);
  }
  launch.error = errno;
  ::_exit(127);
}

/// A function by itself, with nothing that the child could change under the parent.
pid_t begin(Launch& launch) {
  const pid_t pid = ::vfork();  // NOLINT(bugprone-unsafe-functions): see above
  if (pid == 0) become(launch);
  return pid;
}

/// No handler of ours may run while the child is in our memory.
class SignalsHeld {
 public:
  SignalsHeld() {
    sigset_t all;
    sigfillset(&all);
    ::pthread_sigmask(SIG_SETMASK, &all, &before_);
  }
  ~SignalsHeld() { ::pthread_sigmask(SIG_SETMASK, &before_, nullptr); }
  SignalsHeld(const SignalsHeld&) = delete;
  SignalsHeld& operator=(const SignalsHeld&) = delete;

 private:
  sigset_t before_{};
};

std::vector<char*> pointers_to(const std::vector<std::string>& texts) {
  std::vector<char*> pointers;
  pointers.reserve(texts.size() + 1);
  for (const std::string& text : texts) pointers.push_back(const_cast<char*>(text.c_str()));
  pointers.push_back(nullptr);
  return pointers;
}

bool has_nul(const std::vector<std::string>& texts) {
  return std::any_of(texts.begin(), texts.end(), [](const std::string& text) { return text.find('\0') != text.npos; });
}

void check(const ChildOrders& orders) {
  if (orders.words.empty() || !orders.words.front().starts_with('/')) {
    throw Error(ErrorKind::configuration, "start", orders.name, "its program has to be an absolute path");
  }
  // It would be cut off there.
  if (has_nul(orders.words) || has_nul(orders.environment)) {
    throw Error(ErrorKind::invalid_data, "start", orders.name, "an argument or a variable contains a NUL character");
  }
}

Error cannot_start(const std::string& name, int error) {
  return storage_error(
      "start", name, error,
      error == EAGAIN ? "There are too many processes: check `ulimit -u` and the limit of the service" : "");
}

}  // namespace

pid_t start_child(const ChildOrders& orders, const ChildStreams& streams) {
  check(orders);
  const std::vector<char*> words = pointers_to(orders.words);
  const std::vector<char*> variables = pointers_to(orders.environment);
  Launch launch{words.data(), variables.data(), streams, orders.tie, orders.umask, ::getpid()};
  pid_t pid = -1;
  int error = 0;
  {
    const SignalsHeld held;
    pid = begin(launch);
    error = errno;
  }
  if (pid < 0) throw cannot_start(orders.name, error);
  // Done already, but where vfork is fork: there the group has to be known before we signal it.
  ::setpgid(pid, pid);
  if (launch.error == 0) return pid;
  while (::waitpid(pid, nullptr, 0) < 0 && errno == EINTR) {
  }
  throw cannot_start(orders.name, launch.error);
}

}  // namespace mongokeep::process
