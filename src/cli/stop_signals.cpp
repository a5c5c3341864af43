#include "cli/stop_signals.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <cstdint>
#include <future>
#include <system_error>

namespace mongokeep::cli {

namespace {

/// Whoever started us with nohup wants us to outlive the terminal.
bool outlives_terminal() {
  struct sigaction now {};
  return ::sigaction(SIGHUP, nullptr, &now) == 0 && now.sa_handler == SIG_IGN;
}

sigset_t stopping_signals() {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGTERM);
  if (!outlives_terminal()) sigaddset(&set, SIGHUP);
  return set;
}

void mask(int how) {
  const sigset_t set = stopping_signals();
  const int error = ::pthread_sigmask(how, &set, nullptr);
  if (error != 0) throw std::system_error(error, std::generic_category(), "pthread_sigmask");
}

UniqueFd opened(int descriptor, const char* call) {
  if (descriptor < 0) throw std::system_error(errno, std::generic_category(), call);
  return UniqueFd(descriptor);
}

}  // namespace

StopSignals::Watch StopSignals::guard() {
  start(nullptr, nullptr);
  return Watch(*this);
}

StopSignals::Watch StopSignals::watch(std::function<void()> stop, std::function<void()> reload) {
  // A signal that comes in between stays pending, and is the new thread's.
  if (thread_.joinable()) end_thread();
  std::signal(SIGPIPE, SIG_IGN);
  std::signal(SIGXFSZ, SIG_IGN);
  start(std::move(stop), std::move(reload));
  return Watch(*this);
}

void StopSignals::start(std::function<void()> stop, std::function<void()> reload) {
  mask(SIG_BLOCK);
  const sigset_t set = stopping_signals();
  signals_ = opened(::signalfd(-1, &set, SFD_CLOEXEC), "signalfd");
  end_ = opened(::eventfd(0, EFD_CLOEXEC), "eventfd");
  thread_ = std::thread([this, stop = std::move(stop), reload = std::move(reload)] { wait(stop, reload); });
}

void StopSignals::end() {
  // A guard whose place a watch has taken has nothing left to end.
  if (!thread_.joinable()) return;
  end_thread();
  mask(SIG_UNBLOCK);
}

void StopSignals::end_thread() {
  const std::uint64_t one = 1;
  // Writing 8 bytes to an eventfd that holds less than its limit cannot fail.
  static_cast<void>(!::write(end_.get(), &one, sizeof one));
  thread_.join();
}

/// Ends the process without its destructors, which might wait for what hangs. Leaves the cursor on a line of its own.
void StopSignals::leave(int signal) const {
  if (farewell_) farewell_(signal);
  if (::isatty(STDERR_FILENO) != 0) static_cast<void>(!::write(STDERR_FILENO, "\n", 1));
  ::_exit(128 + signal);
}

void StopSignals::wait(const std::function<void()>& stop, const std::function<void()>& reload) {
  constexpr int forever = -1;
  Event first = next_event(forever);
  while (reload && first.what == Event::What::signal && first.signal == SIGHUP) {
    reload();
    first = next_event(forever);
  }
  if (first.what == Event::What::end_of_watch) return;
  received_ = first.signal;
  if (!stop) leave(first.signal);
  // On a thread of its own: what hangs there, a log line that nobody reads perhaps, must not make us deaf.
  const std::future<void> stopping = std::async(std::launch::async, stop);
  const Event second = next_event(static_cast<int>(grace_.count()));
  if (second.what != Event::What::end_of_watch) leave(first.signal);
  if (stopping.wait_for(grace_) == std::future_status::timeout) leave(first.signal);
}

StopSignals::Event StopSignals::next_event(int timeout_milliseconds) const {
  std::array<pollfd, 2> waited{pollfd{signals_.get(), POLLIN, 0}, pollfd{end_.get(), POLLIN, 0}};
  int ready = 0;
  do {
    ready = ::poll(waited.data(), waited.size(), timeout_milliseconds);
  } while (ready < 0 && errno == EINTR);
  if (ready == 0) return {Event::What::timeout, 0};
  signalfd_siginfo info{};
  if ((waited[1].revents & POLLIN) != 0 || ::read(signals_.get(), &info, sizeof info) != sizeof info) {
    return {Event::What::end_of_watch, 0};
  }
  return {Event::What::signal, static_cast<int>(info.ssi_signo)};
}

}  // namespace mongokeep::cli
