#include "readiness/survey.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <memory>
#include <mutex>
#include <string>
#include <system_error>
#include <thread>
#include <utility>

#include "base/stop_wait.h"

namespace mongokeep::readiness {

namespace {

/// Shared by the survey and its looks, of which one that hangs may outlive it.
struct Board {
  explicit Board(std::size_t looks) : findings(looks), is_done(looks) {}

  std::vector<Findings> findings;  ///< of each look, so that their order is always the same
  std::stop_source giving_up;
  std::mutex mutex;  ///< for what follows
  std::condition_variable_any changed;
  std::vector<bool> is_done;
};

/// What went wrong with a look as a whole is told of the first thing that it did not come to.
void tell_failure(Findings& findings, const Look& look, const Finding& failure, const std::string& reason) {
  for (const Topic topic : look.topics) {
    if (findings.has(topic)) continue;
    findings.add({topic, Verdict::failed, failure.finding, failure.hint});
    return findings.add_unlooked(look.topics, reason);
  }
}

void take(const Look& look, Findings& findings, const std::stop_token& stop) {
  const std::string reason = look.subject + " cannot be used";
  try {
    look.take(findings, stop);
  } catch (const Error& error) {
    tell_failure(findings, look, {.finding = text_of(error), .hint = error.hint()}, reason);
  } catch (const std::exception& error) {
    tell_failure(findings, look, {.finding = error.what(), .hint = ""}, reason);
  }
}

void mark_done(Board& board, std::size_t number) {
  const std::lock_guard lock(board.mutex);
  board.is_done[number] = true;
  board.changed.notify_all();
}

/// Nobody joins the thread: one that hangs is left to itself.
void start(const std::shared_ptr<Board>& board, const Look& look, std::size_t number) {
  try {
    std::thread([board, look, number] {
      take(look, board->findings[number], board->giving_up.get_token());
      mark_done(*board, number);
    }).detach();
  } catch (const std::system_error& error) {
    // Not on this thread instead, which must not hang.
    const std::string hint = "Let this user run more processes and threads (ulimit -u, TasksMax=), then check again";
    tell_failure(board->findings[number], look,
                 {.finding = fmt::format("cannot look at {}: no thread can be started: {}", look.subject,
                                         error.code().message()),
                  .hint = hint},
                 "no thread can be started");
    mark_done(*board, number);
  }
}

/// What nobody waits for any longer may end.
class EndOfPatience {
 public:
  explicit EndOfPatience(Board& board) : board_(board) {}
  ~EndOfPatience() { board_.giving_up.request_stop(); }
  EndOfPatience(const EndOfPatience&) = delete;
  EndOfPatience& operator=(const EndOfPatience&) = delete;

 private:
  Board& board_;
};

bool all_done(const Board& board) {
  return std::all_of(board.is_done.begin(), board.is_done.end(), [](bool done) { return done; });
}

/// What a look has not come to.
void tell_silence(std::vector<Finding>& findings, const Look& look, std::chrono::milliseconds limit) {
  bool is_told = false;
  for (const Topic topic : look.topics) {
    const bool is_there =
        std::any_of(findings.begin(), findings.end(), [&](const Finding& one) { return one.topic == topic; });
    if (is_there) continue;
    if (is_told) {
      findings.push_back({topic, Verdict::unknown, fmt::format("not checked: {} does not answer", look.subject), ""});
      continue;
    }
    findings.push_back(
        {topic, Verdict::failed,
         fmt::format("no answer from {} within {} s", look.subject, std::chrono::duration<double>(limit).count()),
         "Find out why it hangs: the next run would hang too"});
    is_told = true;
  }
}

}  // namespace

std::vector<Finding> survey(const std::vector<Look>& looks, std::chrono::milliseconds limit,
                            const std::stop_token& stop) {
  throw_if_stopped(stop);
  const auto board = std::make_shared<Board>(looks.size());
  const EndOfPatience end(*board);
  for (std::size_t number = 0; number < looks.size(); ++number) start(board, looks[number], number);
  std::unique_lock lock(board->mutex);
  board->changed.wait_for(lock, stop, limit, [&] { return all_done(*board); });
  throw_if_stopped(stop);
  std::vector<Finding> findings;
  for (std::size_t number = 0; number < looks.size(); ++number) {
    std::vector<Finding> found = board->findings[number].all();
    if (!board->is_done[number]) tell_silence(found, looks[number], limit);
    findings.insert(findings.end(), found.begin(), found.end());
  }
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& left, const Finding& right) { return left.topic < right.topic; });
  return findings;
}

}  // namespace mongokeep::readiness
