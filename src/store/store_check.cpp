#include "store/store_check.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <functional>
#include <utility>

#include "base/json/json.h"
#include "base/stop_wait.h"
#include "base/text/counted.h"
#include "base/text/quantity.h"
#include "mongokeep/error.h"
#include "store/remedy.h"
#include "store/store_facts_check.h"
#include "store/trial_folder.h"

namespace mongokeep::store {

namespace {

using Topic = StoreCheckTopic;
using Verdict = StoreCheckVerdict;
using Versions = TrialFolder::Versions;

/// Beyond it no further step is begun.
constexpr auto longest_check = std::chrono::minutes(2);
/// Beside a clock that tells whole seconds.
constexpr auto small_skew = std::chrono::seconds(10);
constexpr auto lock_of_test_file = std::chrono::seconds(60);

const std::string first_text(2000, 'a');
const std::string other_text(2000, 'b');

/// What a thief of this machine may do with its key, as far as it was tried.
enum class Right { unknown, has, has_not };

class StoreCheck {
 public:
  StoreCheck(const StoreCheckOrder& order, const std::stop_token& stop)
      : order_(order), remote_(*order.remote), settings_(order.settings), stop_(stop) {
    report_.store = settings_.name;
  }

  StoreCheckReport run() {
    if (look()) try_files();
    std::stable_sort(report_.findings.begin(), report_.findings.end(),
                     [](const auto& left, const auto& right) { return left.topic < right.topic; });
    return std::move(report_);
  }

 private:
  void tell(Topic topic, Verdict verdict, std::string finding, std::string meaning = {}) {
    report_.findings.push_back({topic, verdict, std::move(finding), std::move(meaning)});
  }

  void tell_problem(Topic topic, const std::string& what, const Error& error) {
    tell(topic, Verdict::problem, what + ": " + error.cause(), error.hint());
  }

  /// False where it throws: told as a problem, that `what` begins.
  bool succeeds(Topic topic, const char* what, const std::function<void()>& step) {
    if (!has_time()) return false;
    try {
      step();
      return true;
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::stopped) throw;
      tell_problem(topic, what, error);
      return false;
    }
  }

  bool has_time() {
    if (std::chrono::steady_clock::now() < end_) return true;
    if (!std::exchange(is_out_of_time_, true)) {
      tell(Topic::reach, Verdict::problem, "the store is so slow that not everything was tried",
           "Check it again later");
    }
    return false;
  }

  /// Whether there is a store to write to.
  bool look() {
    const auto begin = std::chrono::steady_clock::now();
    if (!succeeds(Topic::reach, "the store cannot be reached", [&] { facts_ = remote_.facts(stop_); })) return false;
    report_.findings.push_back(rclone_finding(remote_.rclone().program(), settings_, facts_));
    report_.findings.push_back(hash_finding(settings_, facts_));
    std::uint64_t entries = 0;
    std::vector<std::string> remains;
    bool is_there = false;
    const TakeEntry take = [&](const RemoteEntry& entry) {
      ++entries;
      constexpr std::size_t enough = 3;
      if (entry.path.starts_with(TrialFolder::name_begins_with) && remains.size() < enough) {
        remains.push_back(entry.path);
      }
    };
    if (!succeeds(Topic::reach, "the store cannot be listed",
                  [&] { is_there = remote_.list("", Remote::Depth::entries, "", take, stop_); })) {
      return false;
    }
    const auto time = std::chrono::steady_clock::now() - begin;
    tell(Topic::reach, Verdict::ok,
         "the store answers, in " + duration_text(std::chrono::duration_cast<std::chrono::milliseconds>(time)));
    if (!is_there) {
      tell_absence();
      return false;
    }
    tell(Topic::list, Verdict::ok, "its folder can be listed, with " + counted(entries, "item"));
    if (!remains.empty()) {
      tell(Topic::list, Verdict::note, fmt::format("earlier checks have left {}", fmt::join(remains, ", ")),
           "They were killed, or their key may not delete. Remove this, unless another check is at work now");
    }
    if (const auto place = place_finding(facts_, order_.root)) report_.findings.push_back(*place);
    if (facts_.tells_space) look_at_space();
    return true;
  }

  void tell_absence() {
    if (facts_.has_objects) {
      tell(Topic::list, Verdict::problem, "there is no such bucket",
           "Make the bucket, or correct its name in `remote`");
    } else {
      tell(Topic::list, Verdict::problem, "its folder does not exist",
           "Check that its disk is mounted. If the store is new, create the folder yourself: an unmounted disk looks "
           "the same");
    }
  }

  void look_at_space() {
    const RcloneEnd end = remote_.rclone().run({.words = {"about", "--json", remote_.folder_address("")}}, stop_);
    const Json json = Json::parse(end.output, nullptr, false);
    const auto free = json.is_object() ? json.find("free") : json.end();
    if (end.code != 0 || free == json.end() || !free->is_number_unsigned()) {
      tell(Topic::space, Verdict::note, "the store does not tell how much room is left");
      return;
    }
    const auto bytes = free->get<std::uint64_t>();
    tell(Topic::space, bytes == 0 ? Verdict::problem : Verdict::ok, size_text(bytes) + " are free");
  }

  void try_files() {
    TrialFolder trial(remote_, facts_);
    trial_ = &trial;
    try {
      if (try_to_write()) {
        try_to_read();
        try_a_push_over_it();
        if (!facts_.has_objects) try_to_rename();
        try_to_replace();
        try_to_remove();
        if (facts_.has_objects) look_at_versions();
        if (settings_.lock_days > 0 && facts_.has_objects) try_to_lock();
        look_at_clock();
      }
    } catch (const Error&) {
      clear();
      throw;
    }
    clear();
  }

  bool try_to_write() {
    const bool has_gone =
        succeeds(Topic::write, "a file does not arrive", [&] { trial_->ship("file", first_text, stop_); });
    if (!has_gone) return false;
    return succeeds(Topic::write, "what arrived cannot be listed", [&] {
      const std::vector<std::string> names = trial_->list(Versions::newest, stop_);
      if (std::find(names.begin(), names.end(), "file") == names.end()) {
        throw Error(ErrorKind::storage, "list", settings_.name, "the file is not in the list",
                    "The store loses what it takes: do not use it");
      }
      tell(Topic::write, Verdict::ok, "a file arrives, and is listed");
    });
  }

  void try_to_read() {
    succeeds(Topic::read, "the file cannot be read", [&] {
      constexpr std::uint64_t offset = 500;
      constexpr std::uint64_t count = 100;
      const bool is_whole = trial_->read("file", 0, first_text.size(), stop_) == first_text;
      const bool is_part = trial_->read("file", offset, count, stop_) == first_text.substr(offset, count);
      if (is_whole && is_part) {
        tell(Topic::read, Verdict::ok, "it comes back the same, whole and in part");
      } else {
        tell(Topic::read, Verdict::problem, "other bytes come back than were sent",
             "The store damages what it is given: do not use it");
      }
    });
  }

  bool holds(const std::string& file, const std::string& text) {
    return trial_->read(file, 0, text.size(), stop_) == text;
  }

  void try_a_push_over_it() {
    if (!has_time()) return;
    std::string refusal;
    try {
      trial_->ship("file", other_text, stop_);
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::stopped) throw;
      // What counts is what is there afterwards.
      refusal = error.cause();
    }
    succeeds(Topic::overwrite, "the file cannot be read any more", [&] {
      if (holds("file", first_text)) {
        tell(Topic::overwrite, Verdict::ok, "a push does not overwrite a file that is there");
      } else {
        tell(Topic::overwrite, Verdict::problem, "a push overwrites a file that is there",
             "Do not let two machines ship to this store");
      }
    });
  }

  void try_to_rename() {
    if (!facts_.renames) {
      tell(Topic::rename, Verdict::note, "the store cannot rename files",
           "An upload that breaks off may leave a torn file under its final name until the next push");
      return;
    }
    succeeds(Topic::rename, "a file cannot be renamed", [&] {
      trial_->rename("file", "renamed", stop_);
      if (!holds("renamed", first_text)) {
        throw Error(ErrorKind::storage, "rename", settings_.name, "it has other bytes than before");
      }
      tell(Topic::rename, Verdict::ok, "files can be renamed: uploads get their names when they are whole");
      trial_->rename("renamed", "file", stop_);
    });
  }

  /// Tells of a right by what a step came to. False where nothing is known.
  Right right_by(Topic topic, const char* what, const std::function<void()>& step) {
    if (!has_time()) return Right::unknown;
    try {
      step();
      return Right::has;
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::stopped) throw;
      if (is_refusal(error.cause())) return Right::has_not;
      tell_problem(topic, what, error);
      return Right::unknown;
    }
  }

  void try_to_replace() {
    may_replace_ = right_by(Topic::replace, "whether this key may overwrite files cannot be found out",
                            [&] { trial_->write_over("file", other_text, stop_); });
  }

  void try_to_remove() {
    may_remove_ = right_by(Topic::remove, "whether this key may delete files cannot be found out",
                           [&] { trial_->remove("file", stop_); });
    tell_removal();
    tell_replacing();
  }

  std::string what_helps() const {
    if (facts_.has_objects) return "A key that cannot, or a bucket that keeps versions, prevents that: docs/stores.md";
    return facts_.is_local ? "Only a second store off this machine helps against that"
                           : "Snapshots on the server prevent that: docs/stores.md";
  }

  void tell_removal() {
    if (may_remove_ == Right::unknown) return;
    if (may_remove_ == Right::has) {
      tell(Topic::remove, Verdict::note, "this key may delete files",
           "A thief of this machine could delete the copies. " + what_helps());
      return;
    }
    std::string meaning =
        "A thief of this machine cannot delete the copies. Clean up from elsewhere, with another key: `mongokeep "
        "cleanup "
        "--store " +
        settings_.name + "`";
    if (!settings_.append_only) meaning += ". Set append_only = true for this store here";
    tell(Topic::remove, Verdict::ok, "this key may not delete files", meaning);
  }

  void tell_replacing() {
    if (may_replace_ == Right::unknown) return;
    if (may_replace_ == Right::has) {
      tell(Topic::replace, Verdict::note, "this key may write over files, although a push never does",
           "A thief of this machine could replace the copies by rubbish. " + what_helps());
    } else {
      tell(Topic::replace, Verdict::ok, "this key may not write over files");
    }
  }

  void look_at_versions() {
    if (!has_time()) return;
    const RcloneEnd end = remote_.rclone().run({.words = {"backend", "versioning", remote_.folder_address("")}}, stop_);
    if (end.code != 0) {
      tell(Topic::versions, Verdict::note, "whether the bucket keeps versions cannot be seen with this key");
      return;
    }
    if (end.output.find("Enabled") == std::string::npos) {
      const bool is_at_risk = may_remove_ != Right::has_not || may_replace_ != Right::has_not;
      tell(Topic::versions, is_at_risk ? Verdict::note : Verdict::ok, "the bucket keeps no former versions",
           "What is deleted or overwritten is gone");
      return;
    }
    succeeds(Topic::versions, "the versions cannot be listed", [&] { try_to_remove_version(); });
  }

  void try_to_remove_version() {
    const std::string delete_note =
        "A delete only hides a file: its space is free once a lifecycle rule of the bucket "
        "has removed the version";
    trial_->ship("version", first_text, stop_);
    trial_->write_over("version", other_text, stop_);
    const std::vector<std::string> names = trial_->list(Versions::all, stop_);
    const auto former =
        std::find_if(names.begin(), names.end(), [](const std::string& name) { return name.starts_with("version-v"); });
    if (former == names.end()) {
      tell(Topic::versions, Verdict::note, "the bucket says that it keeps versions, but lists none", delete_note);
      return;
    }
    Right right = Right::unknown;
    try {
      trial_->remove_version(*former, stop_);
      right = Right::has;
    } catch (const Error& error) {
      if (error.kind() == ErrorKind::stopped) throw;
      if (is_refusal(error.cause())) right = Right::has_not;
    }
    if (right == Right::has) {
      tell(Topic::versions, Verdict::note, "the bucket keeps former versions, and this key may remove them",
           "A thief of this machine could remove them too. " + delete_note);
    } else if (right == Right::has_not) {
      tell(Topic::versions, Verdict::ok, "the bucket keeps former versions, and this key may not remove them",
           "What a thief of this machine deletes or overwrites can be brought back. " + delete_note);
    }
    // rclone 1.60 does not find a version by its name.
    if (right == Right::unknown) {
      tell(Topic::versions, Verdict::note,
           "the bucket keeps former versions; whether this key may remove them cannot be found out", delete_note);
    }
  }

  void try_to_lock() {
    if (remote_.rclone().program().version < RcloneProgram::locks) return;
    succeeds(Topic::lock, "files cannot be locked", [&] {
      trial_->ship_locked("locked", first_text, lock_of_test_file, stop_);
      const std::string days = counted(static_cast<std::uint64_t>(settings_.lock_days), "day");
      const Right right = right_by(Topic::lock, "whether the lock holds cannot be found out",
                                   [&] { trial_->remove_version("locked", stop_); });
      // Without the right to delete at all the lock itself cannot be seen at work.
      if (right == Right::has && !is_still_there("locked")) {
        tell(Topic::lock, Verdict::problem, "a locked file could be removed", "The store does not keep its locks");
      } else if (right != Right::unknown) {
        tell(Topic::lock, Verdict::ok, fmt::format("what is shipped is locked for {}", days),
             "Nobody can remove it before, and clean-up keeps it until then");
      }
    });
  }

  bool is_still_there(const std::string& file) const {
    const std::vector<std::string> names = trial_->list(Versions::all, stop_);
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) { return name.starts_with(file); });
  }

  void look_at_clock() {
    succeeds(Topic::clock, "the store's clock cannot be seen", [&] {
      const auto before = order_.clock();
      const auto theirs = trial_->time_of_arrival(stop_);
      const auto after = order_.clock();
      if (!theirs) {
        tell(Topic::clock, Verdict::ok, "the store does not show its clock");
        return;
      }
      const auto late = std::chrono::duration_cast<std::chrono::seconds>(*theirs - after);
      const auto early = std::chrono::duration_cast<std::chrono::seconds>(before - *theirs);
      if (late <= small_skew && early <= small_skew) {
        tell(Topic::clock, Verdict::ok, "its clock is that of this machine");
        return;
      }
      const bool is_ahead = late > small_skew;
      tell(Topic::clock, Verdict::note,
           fmt::format("its clock is {} {} this machine's", age_text(is_ahead ? late : early),
                       is_ahead ? "ahead of" : "behind"),
           "Set the one that is wrong. The age of a backup goes by this machine's clock, a lock by the store's");
    });
  }

  /// Also after a stop: that is soon done.
  void clear() {
    try {
      const std::vector<std::string> left = trial_->clear({});
      if (left.empty()) {
        tell(Topic::traces, Verdict::ok, "the test files are removed");
        return;
      }
      tell(Topic::traces, Verdict::note,
           fmt::format("{} of 2 KB stay in {}", counted(left.size(), "test file"), trial_->name()),
           "They are no backup, and no command minds them. Each check leaves its own: remove them with a key that may, "
           "or after their lock");
    } catch (const Error& error) {
      tell_problem(Topic::traces, fmt::format("the test files in {} could not be removed", trial_->name()), error);
    }
  }

  const StoreCheckOrder& order_;
  const Remote& remote_;
  const StoreSettings& settings_;
  const std::stop_token& stop_;
  const std::chrono::steady_clock::time_point end_ = std::chrono::steady_clock::now() + longest_check;
  bool is_out_of_time_ = false;
  RemoteFacts facts_;
  TrialFolder* trial_ = nullptr;
  Right may_replace_ = Right::unknown;
  Right may_remove_ = Right::unknown;
  StoreCheckReport report_;
};

}  // namespace

StoreCheckReport check_store(const StoreCheckOrder& order, const std::stop_token& stop) {
  return StoreCheck(order, stop).run();
}

}  // namespace mongokeep::store

namespace mongokeep {

StoreCheckVerdict StoreCheckReport::verdict() const {
  StoreCheckVerdict worst = StoreCheckVerdict::ok;
  for (const StoreCheckFinding& one : findings) worst = std::max(worst, one.verdict);
  return worst;
}

const char* to_text(StoreCheckTopic topic) {
  switch (topic) {
    case StoreCheckTopic::rclone: return "rclone";
    case StoreCheckTopic::reach: return "reach";
    case StoreCheckTopic::list: return "list";
    case StoreCheckTopic::place: return "place";
    case StoreCheckTopic::write: return "write";
    case StoreCheckTopic::read: return "read";
    case StoreCheckTopic::overwrite: return "overwrite";
    case StoreCheckTopic::rename: return "rename";
    case StoreCheckTopic::replace: return "replace";
    case StoreCheckTopic::remove: return "remove";
    case StoreCheckTopic::versions: return "versions";
    case StoreCheckTopic::lock: return "lock";
    case StoreCheckTopic::clock: return "clock";
    case StoreCheckTopic::hash: return "hash";
    case StoreCheckTopic::space: return "space";
    case StoreCheckTopic::traces: return "traces";
  }
  return "";
}

}  // namespace mongokeep
