#include "store/rclone.h"

#include <fmt/format.h>

#include <utility>

#include "base/stop_wait.h"
#include "base/text/cut_text.h"
#include "base/text/quantity.h"
#include "process/child_run.h"
#include "store/remedy.h"

namespace mongokeep::store {

namespace {

constexpr const char* how_to_wait = "Check the network and the store. --storeTimeout sets how long to wait";

constexpr const char* how_to_try_again = "Try again. If it stays, look at the network, and at what the store logs";

/// Of an error's cause, in bytes.
constexpr std::size_t longest_trouble = 400;

/// Gathers what rclone says of what goes wrong: the first trouble of a file is more use than the summary of all, and
/// what it says before it begins to work is used only where there is nothing else.
class Troubles {
 public:
  void take(const RcloneLine& line) {
    if (line.bytes || line.message.empty()) return;
    std::string& place = !line.is_json ? before_work_ : line.is_error ? first_ : last_;
    if (!place.empty() && &place != &last_) return;
    place = line.object.empty() ? line.message : line.object + ": " + line.message;
  }
  const std::string& text() const { return !first_.empty() ? first_ : !last_.empty() ? last_ : before_work_; }

 private:
  std::string before_work_;
  std::string first_;
  std::string last_;
};

/// What rclone's exit code says, where it said nothing else (rclone.org/docs, "List of exit codes").
const char* meaning_of(int code) {
  switch (code) {
    case 2: return "rclone does not know one of the options, or the remote";
    case RcloneEnd::no_folder: return "there is no such folder";
    case RcloneEnd::no_file: return "there is no such file";
    case RcloneEnd::may_pass: return "rclone met an error that may pass";
    case 6: return "rclone met an error that trying again does not help";
    case 7: return "rclone met a fatal error";
    case 8: return "rclone has reached its limit of transfers";
    case -1: return "rclone was killed";
    default: return "rclone failed without saying why";
  }
}

}  // namespace

process::ChildOrders Rclone::orders_for(const std::vector<std::string>& words, std::string input) const {
  process::ChildOrders orders{.name = "rclone",
                              .words = {setup_.program.path.string()},
                              .environment = setup_.environment,
                              .input = std::move(input),
                              // A store that is a folder of this machine is as private as the root.
                              .umask = 0077};
  orders.words.insert(orders.words.end(), words.begin(), words.end());
  // Each command is tried once: whoever asks for it tries again, and knows when.
  orders.words.insert(orders.words.end(), {"--use-json-log", "--ask-password=false", "--retries=1",
                                           "--low-level-retries=3", "--contimeout=30s", "--timeout=2m",
                                           // A key that may write into a bucket need not be allowed to make one.
                                           "--s3-no-check-bucket"});
  if (!setup_.config.empty()) orders.words.push_back("--config=" + setup_.config.string());
  if (setup_.bandwidth != 0) orders.words.push_back(fmt::format("--bwlimit={}B", setup_.bandwidth));
  return orders;
}

RcloneEnd Rclone::run(const RcloneCall& call, const std::stop_token& stop) const {
  Troubles troubles;
  std::uint64_t moved = 0;
  std::string on_its_way;
  const auto take_line = [&](std::string_view text) {
    const RcloneLine line = parse_rclone_line(text);
    troubles.take(line);
    if (call.watch) call.watch(line);
    if (line.bytes) on_its_way = line.transfers.empty() ? std::string() : line.transfers.front().file;
    return line.bytes && std::exchange(moved, *line.bytes) != *line.bytes;
  };
  const process::RunOutcome outcome =
      process::run_child(orders_for(call.words, call.input), {.most_bytes = call.most_output, .take_line = take_line},
                         {.time = std::chrono::hours(24) * 365, .idle = setup_.patience}, stop);
  using End = process::RunOutcome::End;
  throw_if_stopped(stop);
  if (outcome.end == End::idle_limit || outcome.end == End::time_limit) {
    throw has_moved_nothing("use the store", setup_.store, on_its_way);
  }
  RcloneEnd end{outcome.end == End::exit_code ? outcome.number : -1, outcome.output, {}};
  end.trouble = setup_.secrets.cleaned_foreign(cut_text(troubles.text(), longest_trouble));
  return end;
}

std::string Rclone::succeed(const RcloneCall& call, const char* operation, const std::string& subject,
                            const std::stop_token& stop) const {
  RcloneEnd end = run(call, stop);
  if (end.code != 0) throw failure(end, operation, subject);
  return std::move(end.output);
}

std::unique_ptr<process::ChildReader> Rclone::open(const std::vector<std::string>& words, const std::stop_token& stop,
                                                   std::string input) const {
  return std::make_unique<process::ChildReader>(orders_for(words, std::move(input)), setup_.patience, stop);
}

Error Rclone::failure(const RcloneEnd& end, const char* operation, const std::string& subject) const {
  const std::string cause = end.trouble.empty() ? meaning_of(end.code) : end.trouble;
  std::string remedy = remedy_for(cause);
  if (remedy.empty() && end.code == RcloneEnd::may_pass) remedy = how_to_try_again;
  return Error(ErrorKind::storage, operation, subject, cause, std::move(remedy));
}

Error Rclone::has_moved_nothing(const char* operation, const std::string& subject, const std::string& file) const {
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(setup_.patience);
  std::string cause = fmt::format("it has moved nothing for {}", age_text(seconds));
  if (!file.empty()) cause += ", at " + setup_.secrets.cleaned_foreign(cut_text(file, longest_trouble));
  return Error(ErrorKind::storage, operation, subject, std::move(cause), how_to_wait);
}

Error Rclone::failure(const Error& thrown, const process::ChildReader& reader, const char* operation,
                      const std::string& subject) const {
  // A store that says nothing for long is no server of a database's: nobody is to try that one again.
  if (thrown.kind() == ErrorKind::connection) return has_moved_nothing(operation, subject);
  if (thrown.kind() != ErrorKind::storage || !reader.end()) return thrown;
  Troubles troubles;
  const std::string tail = reader.tail();
  for (std::size_t begin = 0; begin < tail.size();) {
    const std::size_t end = std::min(tail.find('\n', begin), tail.size());
    if (end > begin) troubles.take(parse_rclone_line(std::string_view(tail).substr(begin, end - begin)));
    begin = end + 1;
  }
  const auto ended = reader.end();
  RcloneEnd end{!ended->by_signal ? ended->number : -1, {}, {}};
  end.trouble = setup_.secrets.cleaned_foreign(cut_text(troubles.text(), longest_trouble));
  return failure(end, operation, subject);
}

}  // namespace mongokeep::store
