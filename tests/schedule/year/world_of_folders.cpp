// The part of the World that lies in the root.

#include <algorithm>
#include <array>

#include "archive/backup_search.h"
#include "base/text/time_text.h"
#include "mongokeep/error.h"
#include "retention/cleanup.h"
#include "schedule/year/fake_files.h"
#include "schedule/year/world.h"

namespace mongokeep::schedule {

namespace {

using namespace std::chrono_literals;
using std::chrono::hours;
using std::chrono::seconds;

/// What is no backup and has to stay, come what may.
const std::set<std::string>& strangers() {
  static const std::set<std::string> names = {"1st_Jan_1999", "31st_Feb_2020", "notes", "readme.txt"};
  return names;
}

}  // namespace

void World::plant_strangers() {
  std::filesystem::create_directory(root_);
  std::filesystem::create_directory(root_ / "notes");
  std::filesystem::create_directory(root_ / "31st_Feb_2020");
  std::filesystem::create_symlink("notes", root_ / "1st_Jan_1999");
  test::write_file(root_ / "readme.txt", "ours");
  for (const int days : {1, 2, 9, 40, 400}) {
    Shelved old = Shelf::begun(clock() - days * 24h, "UTC", {});
    old.kind = Shelved::Kind::legacy;
    old.made = std::chrono::floor<std::chrono::days>(old.made);
    old.finished = old.modified = clock() - days * 24h;
    old.true_end = -days * 24h;
    std::filesystem::create_directory(root_ / old.name);
    test::write_file(root_ / old.name / "users.json", "[]");
    set_modified(root_ / old.name, old.modified);
    shelf_.add(old);
  }
}

void World::begin_backup(Run run) {
  run.backup = std::make_unique<FakeBackup>(root_, plans_->backup.zone(), clock(), log_);
  run.shelved = Shelf::begun(clock(), plans_->backup.zone(), shelf_.names());
  require(run.backup->name() == run.shelved.name, "named " + run.backup->name() + ", not " + run.shelved.name);
  run.end = now_ + (chance_.in(93) ? chance_.time(60s, 90min) : chance_.time(90min, 30h));
  if (deaths_to_come_ == 0 && chance_.in(2)) deaths_to_come_ = static_cast<int>(chance_.between(1, 5));
  const std::int64_t luck = chance_.between(1, 100);
  run.fate = luck <= 75 ? Fate::complete : luck <= 85 ? Fate::partial : Fate::failed;
  if (deaths_to_come_ > 0) run.fate = Fate::death;
  run_ = std::move(run);
}

void World::begin_clean_up(Run run) {
  // Fails at once when another program holds the root.
  archive::LockedRoot::open_existing(root_);
  run.end = now_ + chance_.time(1s, 3min);
  run_ = std::move(run);
}

/// A drill without a database: it reads the newest complete backup, and takes no lock but the one on that.
void World::begin_drill(Run run) {
  run.end = now_ + (chance_.in(90) ? chance_.time(60s, 3h) : chance_.time(3h, 30h));
  try {
    run.drilled = archive::OpenBackup::open(archive::find_backup(root_, "latest", clock(), log_));
  } catch (const Error& error) {
    require(error.kind() == ErrorKind::usage && !has_complete_backup(), error.what());
    run.end = now_ + 1s;
  }
  run_ = std::move(run);
}

void World::end_drill() {
  if (!run_->drilled) return note("drill without a backup");
  require(std::filesystem::exists(run_->drilled->path()),
          "was removed during a drill: " + run_->drilled->path().string());
  note("drilled: " + run_->drilled->path().filename().string());
}

bool World::has_complete_backup() const {
  const auto& all = shelf_.backups();
  return std::any_of(all.begin(), all.end(), [this](const Shelved& b) {
    return b.kind == Shelved::Kind::complete && !is_from_the_future(b, clock());
  });
}

void World::read_some_backup() {
  if (shelf_.backups().empty()) return;
  reader_ = archive::OpenBackup::open(root_ / chance_.one_of(shelf_.backups()).name);
  note("another program reads: " + reader_->path().filename().string());
}

void World::publish() {
  Shelved& backup = run_->shelved;
  backup.kind = run_->fate == Fate::partial ? Shelved::Kind::partial : Shelved::Kind::complete;
  backup.finished = backup.modified = clock();
  // Copied from elsewhere, or touched by somebody.
  if (chance_.in(4)) backup.modified -= chance_.time(24h, hours(60 * 24));
  if (chance_.in(2)) backup.modified += chance_.time(1h, hours(3 * 24));
  backup.true_end = now_;
  backup.clock_ahead = ahead_;
  run_->backup->publish(backup.kind, backup.finished, backup.modified);
  note(backup.kind == Shelved::Kind::partial ? "partial backup: " + backup.name : "complete backup: " + backup.name);
  shelf_.add(backup);
}

/// Those that no rule wants and nobody reads.
std::set<std::string> World::condemned() const {
  std::set<std::string> names = shelf_.condemned(policy_.days_to_keep, policy_.keep, run_->began);
  if (reader_ && names.erase(reader_->path().filename()) > 0) ++counts_["kept for a reader"];
  return names;
}

void World::clean_up() {
  const Clock began = [this] { return run_->began; };
  const std::set<std::string> wanted_gone = condemned();
  const CleanupReport report = retention::clean_up({root_, policy_, began, log_, {}});
  require(report.failures.empty(), "a clean-up could not remove something");
  std::set<std::string> removed;
  for (const RemovedBackup& backup : report.removed) removed.insert(backup.path.filename());
  for (const std::string& name : removed) require(wanted_gone.contains(name), "should have stayed: " + name);
  for (const std::string& name : wanted_gone) require(removed.contains(name), "should have gone: " + name);
  for (const std::string& name : removed) take_from_shelf(name);
  require(report.kept == shelf_.backups().size(), "the count of those that stay is wrong");
  note("cleaned up");
  expect_folders();
}

/// Some of what had to go is gone, or half gone.
void World::break_off_clean_up(bool is_orderly) {
  const std::set<std::string> wanted_gone = condemned();
  if (is_orderly) {
    const Clock began = [this] { return run_->began; };
    stop_after_removal_.emplace();
    try {
      retention::clean_up({root_, policy_, began, log_, stop_after_removal_->get_token()});
      require(wanted_gone.size() <= 1, "a clean-up was not stopped");
    } catch (const Error& error) {
      require(error.kind() == ErrorKind::stopped, error.what());
      note("clean-up broken off");
    }
    stop_after_removal_.reset();
  } else if (!wanted_gone.empty()) {
    note("clean-up died");
    std::filesystem::rename(root_ / *wanted_gone.begin(), root_ / (".deleting-" + *wanted_gone.begin()));
  }
  for (const std::string& name : wanted_gone) {
    if (!std::filesystem::exists(root_ / name)) take_from_shelf(name);
  }
  expect_folders();
}

void World::take_from_shelf(const std::string& name) {
  const auto& all = shelf_.backups();
  expect_old_enough(*std::find_if(all.begin(), all.end(), [&](const Shelved& backup) { return backup.name == name; }));
  ++counts_["removed"];
  shelf_.remove(name);
}

/// A backup that is truly younger than the days to keep may only go when the clock has been set ahead since: by leaps
/// of less than a day, which nobody can tell from a correction, or by one that has been believed for a week.
void World::expect_old_enough(const Shelved& backup) const {
  // Ages are those at the beginning of the clean-up, however the clock was set since.
  const seconds now = run_->begun;
  const seconds ahead = std::chrono::floor<seconds>(run_->began - epoch_) - now;
  seconds tolerated = 0s;
  for (const auto& [at, by] : small_leaps_) {
    if (at >= backup.true_end) tolerated += by;
  }
  if (now - backup.true_end + tolerated >= policy_.days_to_keep * 24h) return;
  const std::string what =
      backup.name + " was removed " + std::to_string((now - backup.true_end) / 1h) + " hours after it was made, ";
  require(ahead > backup.clock_ahead, what + "with a clock that was set back");
  require(!leaps_.empty(), what + "though the clock never leapt");
  for (const Leap& leap : leaps_) {
    const bool is_recent = now - leap.at + tolerated < std::min<seconds>(leap.by, 7 * 24h);
    const bool is_still_ahead = ahead - leap.ahead_before > 24h + tolerated;
    const bool was_known = record_lost_at_ < leap.at;
    require(!is_recent || !is_still_ahead || !was_known || leap.at < backup.true_end || leap.at > now,
            what + "too soon after a leap of the clock");
  }
}

void World::expect_folders() const {
  std::set<std::string> there;
  for (const auto& entry : std::filesystem::directory_iterator(root_)) {
    if (!entry.path().filename().string().starts_with('.')) there.insert(entry.path().filename());
  }
  std::set<std::string> wanted = shelf_.names();
  wanted.insert(strangers().begin(), strangers().end());
  for (const std::string& name : wanted) require(there.contains(name), "is not there: " + name);
  for (const std::string& name : there) require(wanted.contains(name), "is there: " + name);
}

}  // namespace mongokeep::schedule
