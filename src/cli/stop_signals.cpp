#include "cli/stop_signals.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/signalfd.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdint>
#include <exception>
#include <future>
#include <system_error>
#include <thread>

#include "base/telling.h"

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
  signals_ = opened(::signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK), "signalfd");
  end_ = opened(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK), "eventfd");
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
  if (farewell_) tell_what_is_done([&] { farewell_(signal); });
  if (::isatty(STDERR_FILENO) != 0) static_cast<void>(!::write(STDERR_FILENO, "\n", 1));
  ::_exit(128 + signal);
}

/// On a thread of its own: what hangs there, a log line that nobody reads perhaps, must not make us deaf. Where there
/// is no thread to be had, it is done at once, and the future is of nothing.
std::future<void> StopSignals::begin(const std::function<void()>& stop) {
  try {
    return std::async(std::launch::async, stop);
  } catch (const std::exception&) {
    // Whoever stops says so first, and tells of it then.
    tell_what_is_done(stop);
    return {};
  }
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
  const std::future<void> stopping = begin(stop);
  const Event second = next_event(static_cast<int>(grace_.count()));
  if (second.what != Event::What::end_of_watch) leave(first.signal);
  if (stopping.valid() && stopping.wait_for(grace_) == std::future_status::timeout) leave(first.signal);
}

StopSignals::Event StopSignals::next_event(int timeout_milliseconds) const {
  using std::chrono::steady_clock;
  const bool is_forever = timeout_milliseconds < 0;
  const auto end = steady_clock::now() + std::chrono::milliseconds(timeout_milliseconds);
  std::array<pollfd, 2> waited{pollfd{signals_.get(), POLLIN, 0}, pollfd{end_.get(), POLLIN, 0}};
  for (;;) {
    const auto left = std::chrono::ceil<std::chrono::milliseconds>(end - steady_clock::now());
    const int patience = is_forever ? timeout_milliseconds : static_cast<int>(std::max<std::int64_t>(0, left.count()));
    // Without memory poll() fails at once: then we look every now and then, instead of never again.
    if (::poll(waited.data(), waited.size(), patience) < 0 && errno != EINTR) {
      std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    if (const auto event = pending_event()) return *event;
    if (!is_forever && steady_clock::now() >= end) return {Event::What::timeout, 0};
  }
}

std::optional<StopSignals::Event> StopSignals::pending_event() const {
  std::uint64_t count = 0;
  if (::read(end_.get(), &count, sizeof count) == sizeof count) return Event{Event::What::end_of_watch, 0};
  signalfd_siginfo info{};
  if (::read(signals_.get(), &info, sizeof info) == sizeof info) {
    return Event{Event::What::signal, static_cast<int>(info.ssi_signo)};
  }
  if (errno == EAGAIN || errno == EINTR) return std::nullopt;
  return Event{Event::What::end_of_watch, 0};
}

}  // namespace mongokeep::cli
