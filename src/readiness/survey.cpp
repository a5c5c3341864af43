#include "readiness/survey.h"

#include <fmt/format.h>

#include <algorithm>
#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>
#include <utility>

#include "base/stop_wait.h"

namespace mongokeep::readiness {

namespace {

/// Shared by the survey and its parts, of which one that hangs may outlive it.
struct Board {
  explicit Board(std::size_t parts) : findings(parts), is_done(parts) {}

  std::vector<Findings> findings;  ///< of each part, so that their order is always the same
  std::stop_source giving_up;
  std::mutex mutex;  ///< for what follows
  std::condition_variable_any changed;
  std::vector<bool> is_done;
};

/// What went wrong with a part as a whole is told of the first thing that it did not come to.
void tell_failure(Findings& findings, const Part& part, const std::string& text, const std::string& hint) {
  for (const Topic topic : part.topics) {
    if (findings.has(topic)) continue;
    findings.add(topic, Verdict::failed, text, hint);
    return findings.add_unlooked(part.topics, part.subject + " cannot be used");
  }
}

void look_at(Findings& findings, const Part& part, const std::stop_token& stop) {
  try {
    part.look(findings, stop);
  } catch (const Error& error) {
    tell_failure(findings, part, text_of(error), error.hint());
  } catch (const std::exception& error) {
    tell_failure(findings, part, error.what(), "");
  }
}

void run(Board& board, const Part& part, std::size_t number) {
  look_at(board.findings[number], part, board.giving_up.get_token());
  const std::lock_guard lock(board.mutex);
  board.is_done[number] = true;
  board.changed.notify_all();
}

/// Starts all parts. Nobody joins their threads: one that hangs is left to itself.
void start(const std::shared_ptr<Board>& board, const std::vector<Part>& parts) {
  for (std::size_t number = 0; number < parts.size(); ++number) {
    std::thread([board, part = parts[number], number] { run(*board, part, number); }).detach();
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

/// What a part has not come to.
void tell_silence(std::vector<Finding>& findings, const Part& part, std::chrono::milliseconds limit) {
  bool is_told = false;
  for (const Topic topic : part.topics) {
    const bool is_there =
        std::any_of(findings.begin(), findings.end(), [&](const Finding& one) { return one.topic == topic; });
    if (is_there) continue;
    if (is_told) {
      findings.push_back({topic, Verdict::unknown, fmt::format("not checked: {} does not answer", part.subject), ""});
      continue;
    }
    findings.push_back(
        {topic, Verdict::failed,
         fmt::format("no answer from {} within {} s", part.subject, std::chrono::duration<double>(limit).count()),
         "Find out why it hangs: the next run would hang too"});
    is_told = true;
  }
}

}  // namespace

std::vector<Finding> survey(const std::vector<Part>& parts, std::chrono::milliseconds limit,
                            const std::stop_token& stop) {
  throw_if_stopped(stop);
  const auto board = std::make_shared<Board>(parts.size());
  const EndOfPatience end(*board);
  start(board, parts);
  std::unique_lock lock(board->mutex);
  board->changed.wait_for(lock, stop, limit, [&] { return all_done(*board); });
  throw_if_stopped(stop);
  std::vector<Finding> findings;
  for (std::size_t number = 0; number < parts.size(); ++number) {
    std::vector<Finding> found = board->findings[number].all();
    if (!board->is_done[number]) tell_silence(found, parts[number], limit);
    findings.insert(findings.end(), found.begin(), found.end());
  }
  std::stable_sort(findings.begin(), findings.end(),
                   [](const Finding& left, const Finding& right) { return left.topic < right.topic; });
  return findings;
}

}  // namespace mongokeep::readiness
