#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <future>
#include <optional>
#include <thread>
#include <utility>

#include "base/files/unique_fd.h"

namespace mongokeep::cli {

/// SIGINT, SIGTERM and SIGHUP as a polite request to end, for commands that have something to clear away; SIGHUP, for a
/// command that stays up, as the request to read its configuration again.
///
/// Nothing changes until guard() or watch(): a command that only reads dies by the signal as any program does. One
/// instance, made in `main`; both before the first other thread is started, since threads inherit which signals reach
/// them.
class StopSignals {
 public:
  /// How long a run may take to end by itself before the process ends without it.
  explicit StopSignals(std::chrono::milliseconds grace = std::chrono::seconds(5)) : grace_(grace) {}
  StopSignals(const StopSignals&) = delete;
  StopSignals& operator=(const StopSignals&) = delete;

  /// While it lives, signals stop the run. Declared after what `stop` uses, it ends before that is gone.
  class [[nodiscard]] Watch {
   public:
    Watch() = default;
    explicit Watch(StopSignals& signals) : signals_(&signals) {}
    ~Watch() {
      if (signals_ != nullptr) signals_->end();
    }
    Watch(const Watch&) = delete;
    Watch& operator=(const Watch&) = delete;

   private:
    StopSignals* signals_ = nullptr;
  };

  /// Called with the signal before the process ends without having unwound, on the thread that ends it. To be set
  /// before anything is watched.
  void set_farewell(std::function<void(int signal)> farewell) { farewell_ = std::move(farewell); }

  /// From now on, until watch() or as long as the result lives, the first signal ends the process at once. For a
  /// command that has nothing to clear away, where somebody waits for the farewell.
  Watch guard();

  /// From now on, as long as the result lives, the first signal calls `stop`, on a thread of its own; a second one,
  /// or the end of the grace, ends the process at once with 128 + the first one's number. Also ignores SIGPIPE and
  /// SIGXFSZ: a reader of our log lines that goes away must not end a backup, and a limit on the size of files is an
  /// error to report. Throws std::system_error.
  /// Where there is a `reload`, each SIGHUP calls that instead, from the same thread.
  Watch watch(std::function<void()> stop, std::function<void()> reload = nullptr);

  /// The first signal that came, 0 when none did.
  int received() const { return received_; }

 private:
  struct Event {
    enum class What { signal, timeout, end_of_watch } what;
    int signal;
  };
  void start(std::function<void()> stop, std::function<void()> reload);
  void end();
  void end_thread();
  static std::future<void> begin(const std::function<void()>& stop);
  void wait(const std::function<void()>& stop, const std::function<void()>& reload);
  Event next_event(int timeout_milliseconds) const;
  /// What has come already; nothing where there is nothing.
  std::optional<Event> pending_event() const;
  [[noreturn]] void leave(int signal) const;

  std::chrono::milliseconds grace_;
  std::function<void(int signal)> farewell_;
  std::atomic<int> received_ = 0;
  UniqueFd signals_;
  UniqueFd end_;
  std::thread thread_;
};

}  // namespace mongokeep::cli
