#include "schedule/year/world.h"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <utility>

#include "base/text/time_text.h"
#include "hooks/words.h"
#include "mongokeep/error.h"
#include "schedule/year/patterns.h"

namespace mongokeep::schedule {

namespace {

using namespace std::chrono_literals;
using std::chrono::hours;
using std::chrono::minutes;
using std::chrono::seconds;

constexpr std::array<const char*, 8> zones = {
    "Europe/Berlin",  "America/New_York", "Europe/Lisbon", "Australia/Lord_Howe",
    "America/Havana", "Africa/Cairo",     "Asia/Kolkata",  "UTC"};

std::string name_of(Task task, Instant due) {
  return std::string(hooks::word_for(task)) + " " + utc_text(due);
}

struct EventLine {
  std::string operator()(const Start& that) const { return "start " + name_of(that.task, that.due); }
  std::string operator()(const LeftOut& that) const { return "left out " + name_of(that.task, that.due); }
  std::string operator()(const GivenUp& that) const { return "given up " + name_of(that.task, that.due); }
  std::string operator()(const ClockChanged& that) const { return "clock " + std::to_string(that.by.count()); }
  std::string operator()(const HeldBack& that) const { return "held back " + name_of(Task::cleanup, that.due); }
};

std::filesystem::path quick_place() {
  const std::filesystem::path memory = "/dev/shm";
  return std::filesystem::is_directory(memory) ? memory : std::filesystem::temp_directory_path();
}

}  // namespace

World::World(std::uint64_t seed)
    : seed_(seed),
      chance_(seed),
      folder_(quick_place()),
      root_(folder_.path() / "backup"),
      log_(
          [this](const LogEntry& entry) {
            if (stop_after_removal_ && entry.message.ends_with("Removed backup")) stop_after_removal_->request_stop();
          },
          [this] { return clock(); }),
      epoch_(utc(2026, 1, 1) + chance_.time(0h, hours(365 * 24))) {
  policy_.days_to_keep = static_cast<int>(chance_.between(2, 60));
  policy_.keep.at_least = static_cast<int>(chance_.between(1, 4));
  if (chance_.in(60)) policy_.keep.daily = static_cast<int>(chance_.between(1, 10));
  if (chance_.in(50)) policy_.keep.weekly = static_cast<int>(chance_.between(1, 6));
  if (chance_.in(50)) policy_.keep.monthly = static_cast<int>(chance_.between(1, 12));
  if (chance_.in(50)) policy_.keep.yearly = static_cast<int>(chance_.between(1, 3));
  choose_plans();
  plant_strangers();
  next_restart_ = random_pause();
  next_change_ = chance_.time(24h, hours(20 * 24));
  next_other_ = chance_.time(1h, hours(10 * 24));
}

void World::run_year() {
  constexpr auto year = hours(365 * 24);
  boot();
  look();
  while (now_ < year) {
    now_ = std::max(now_, next_moment());
    if (run_ && now_ >= run_->end) {
      look();
      finish();
      look();
    } else {
      let_happen();
    }
  }
  stop();
  expect_folders();
}

void World::note(std::string what) {
  ++counts_[what.substr(0, what.find(':'))];
  story_.push_back(utc_text(clock()) + " (ahead " + std::to_string(ahead_.count()) + " s) " + std::move(what));
}

void World::fail(const std::string& what) const {
  std::string text = "seed " + std::to_string(seed_) + ", clock " + utc_text(clock()) + ": " + what + "\nbefore:";
  for (std::size_t i = story_.size() - std::min<std::size_t>(story_.size(), 40); i < story_.size(); ++i) {
    text += "\n  " + story_[i];
  }
  throw std::runtime_error(text);
}

void World::require(bool holds, const std::string& what) const {
  if (!holds) fail(what);
}

// The machine.

void World::choose_plans() {
  const std::string zone = chance_.one_of(zones);
  plans_ = Plans{{chance_.one_of(backup_patterns()), zone}, {chance_.one_of(cleanup_patterns()), zone}};
  if (chance_.in(50)) plans_->drill.emplace(chance_.one_of(drill_patterns()), zone);
}

Schedules World::schedules() const {
  const auto parsed = [](const Plan& plan) { return Schedule::parse(plan.pattern().expression, plan.zone()); };
  Schedules schedules{parsed(plans_->backup), parsed(plans_->cleanup)};
  if (plans_->drill) schedules.drill = parsed(*plans_->drill);
  return schedules;
}

void World::boot() {
  if (expected_ && chance_.in(25)) {
    choose_plans();
    quiet_since_ = now_;
    note("new plans: " + plans_->backup.pattern().expression + " and " + plans_->cleanup.pattern().expression +
         " and " + (plans_->drill ? plans_->drill->pattern().expression : "no drills") + " in " +
         plans_->backup.zone());
  }
  if (!expected_ || chance_.in(2)) {
    note("no record");
    timetable_.emplace(schedules(), clock());
    expected_.emplace(*plans_, clock());
    quiet_since_ = record_lost_at_ = now_;
  } else if (chance_.in(4)) {
    note("torn record");
    const std::string torn =
        disk_.substr(0, static_cast<std::size_t>(chance_.between(0, static_cast<std::int64_t>(disk_.size()) - 3)));
    try {
      parse_record(torn, "torn");
      fail("a torn record is read");
    } catch (const Error& error) {
      require(error.kind() == ErrorKind::damaged, error.what());
    }
    timetable_ = Timetable::with_torn_record(schedules(), clock());
    expected_ = ExpectedEvents::without_record(*plans_, clock());
    record_lost_at_ = now_;
  } else {
    timetable_.emplace(schedules(), parse_record(disk_, "disk"), clock());
    expected_ = expected_on_disk_;
    expected_->process_died();
    expected_->process_began(*plans_, clock());
  }
  locked_out_.clear();
  save();
}

void World::save() {
  disk_ = to_text(timetable_->record());
  saved_at_ = timetable_->record().seen;
  expected_on_disk_ = expected_;
}

/// As SIGTERM does it.
void World::stop() {
  note(run_ ? "stopped while running" : "stopped");
  if (run_) {
    if (run_->task == Task::cleanup) break_off_clean_up(true);
    run_.reset();
    timetable_->ended(Ended::stopped, now_);
    expected_->ended_stopped();
  }
  save();
}

/// As a loss of power does it.
void World::die() {
  note(run_ ? "died while running" : "died");
  if (run_ && run_->task == Task::cleanup) break_off_clean_up(false);
  if (run_ && run_->task == Task::backup) FakeBackup::leave(std::move(run_->backup));
  run_.reset();
}

void World::stay_down() {
  const bool is_crash_loop = deaths_to_come_ > 0;
  if (is_crash_loop || chance_.in(70)) {
    now_ += chance_.time(5s, minutes(30));
  } else if (chance_.in(70)) {
    now_ += chance_.time(minutes(30), hours(20));
  } else {
    now_ += chance_.time(hours(24), hours(20 * 24));
  }
  other_program_.reset();
  reader_.reset();
  if (!is_crash_loop && chance_.in(15)) set_clock(random_change());
  boot();
  look();
}

void World::set_clock(seconds by) {
  note("clock set by: " + std::to_string(by.count()) + " s");
  if (by > 24h) leaps_.push_back({now_, by, ahead_});
  if (by > 0s && by <= 24h) small_leaps_.emplace_back(now_, by);
  ahead_ += by;
  quiet_since_ = now_;
  // What the clock will show once more may be done once more, if the reckoning says so.
  std::erase_if(done_, [&](const auto& entry) { return entry.first.second > clock(); });
}

seconds World::random_change() {
  const bool is_far_off = std::chrono::abs(ahead_) > 24h;
  if (is_far_off && chance_.in(60)) return -ahead_ + chance_.time(-30s, 30s);
  const std::int64_t kind = chance_.between(1, 100);
  seconds size = chance_.time(1s, 50s);
  if (kind > 25) size = chance_.time(2min, 59min);
  if (kind > 45) size = chance_.time(1h, 23h);
  if (kind > 75) size = chance_.time(hours(48), hours(20 * 24));
  if (kind > 90) size = chance_.time(hours(365 * 24), hours(8 * 365 * 24));
  if (chance_.in(50)) size = -size;
  return std::chrono::abs(ahead_ + size) > hours(9 * 365 * 24) ? -ahead_ : size;
}

seconds World::random_pause() {
  return chance_.in(50) ? chance_.time(5min, 24h) : chance_.time(hours(24), hours(21 * 24));
}

void World::let_happen() {
  look();
  if (now_ >= next_other_) {
    if (other_program_ || reader_) {
      other_program_.reset();
      reader_.reset();
      next_other_ = now_ + chance_.time(1h, hours(10 * 24));
    } else if (chance_.in(40)) {
      read_some_backup();
      next_other_ = now_ + chance_.time(5min, hours(5 * 24));
    } else if (!run_) {
      note("another program holds the root");
      other_program_.emplace(archive::LockedRoot::open(root_));
      next_other_ = now_ + chance_.time(5min, 3h);
    } else {
      next_other_ = run_->end + 1s;
    }
  }
  if (now_ >= next_change_) {
    set_clock(random_change());
    next_change_ = now_ + (std::chrono::abs(ahead_) > 24h ? chance_.time(1h, hours(12 * 24))
                                                          : chance_.time(hours(24), hours(20 * 24)));
    // It is seen within a minute.
    now_ += chance_.time(0s, 60s);
    look();
  }
  if (now_ >= next_restart_) {
    chance_.in(50) ? stop() : die();
    stay_down();
    next_restart_ = now_ + random_pause();
  }
}

seconds World::next_moment() const {
  const auto program = timetable_->quiet_time(clock());
  require(program > 0s && program <= 1min && program <= expected_->time_to_next_run(clock()),
          "the timetable would sleep too long");
  seconds next = now_ + expected_->quiet_time(clock(), now_);
  if (run_) next = std::min(next, run_->end);
  return std::min({next, next_restart_, next_change_, next_other_});
}

// The timetable.

void World::look() {
  bool is_to_be_repeated = true;
  while (is_to_be_repeated) {
    const std::vector<Event> events = timetable_->advance(clock(), now_);
    const std::vector<std::string> said = texts_of(events);
    const std::vector<std::string> reckoned = expected_->look(clock(), now_);
    std::string difference;
    if (said != reckoned) {
      for (const std::string& text : said) difference += "\n  said: " + text;
      for (const std::string& text : reckoned) difference += "\n  reckoned: " + text;
      fail("the timetable says something else than was reckoned" + difference);
    }
    for (const std::string& text : said) {
      if (locked_out_.empty() || !text.starts_with("start")) note(text.substr(0, text.find(" 2")) + ": " + text);
    }
    if (!events.empty() || clock() - saved_at_ >= 1h || clock() < saved_at_) save();
    is_to_be_repeated = obey(events);
  }
  expect_no_long_pause();
}

std::vector<std::string> World::texts_of(const std::vector<Event>& events) const {
  std::vector<std::string> texts;
  for (const Event& event : events) texts.push_back(std::visit(EventLine(), event));
  return texts;
}

bool World::obey(const std::vector<Event>& events) {
  bool has_ended = false;
  for (const Event& event : events) {
    if (const auto* start = std::get_if<Start>(&event)) {
      has_ended = begin(*start);
    } else if (const auto* given_up = std::get_if<GivenUp>(&event)) {
      run_ = Run{given_up->task, given_up->due, clock(), now_, now_};
      answer_done();
      has_ended = true;
    }
  }
  return has_ended;
}

bool World::begin(const Start& start) {
  Run run{start.task, start.due, clock(), now_, now_};
  try {
    switch (start.task) {
      case Task::backup: begin_backup(std::move(run)); break;
      case Task::cleanup: begin_clean_up(std::move(run)); break;
      case Task::drill: begin_drill(std::move(run)); break;
      case Task::push: fail("a timetable knows no pushes");
    }
    // More often than by mere chance the machine goes down while it is at work.
    if (chance_.in(5)) next_restart_ = chance_.time(now_, run_->end);
    return false;
  } catch (const Error& error) {
    require(error.kind() == ErrorKind::locked && other_program_, error.what());
    run_ = Run{start.task, start.due, clock(), now_, now_};
    answer_locked();
    return true;
  }
}

void World::finish() {
  if (run_->task == Task::cleanup) {
    clean_up();
  } else if (run_->task == Task::drill) {
    end_drill();
  } else if (run_->fate == Fate::death) {
    --deaths_to_come_;
    die();
    return stay_down();
  } else if (run_->fate != Fate::failed) {
    publish();
  } else {
    note("backup failed");
    if (answer_failed()) return;
  }
  answer_done();
}

/// Whether it is tried again: what made it fail may pass, more often than not.
bool World::answer_failed() {
  const bool is_tried_again = timetable_->pause_after_failure(clock()).has_value();
  require(is_tried_again == expected_->is_tried_again(clock()), "tried again otherwise than was reckoned");
  if (!is_tried_again || chance_.in(20)) return false;
  note("tried again");
  run_.reset();
  timetable_->ended(Ended::failed, now_);
  expected_->ended_failed(now_);
  save();
  return true;
}

void World::answer_done() {
  note_done(run_->task, run_->due);
  locked_out_.erase(run_->task);
  quiet_since_ = now_;
  run_.reset();
  timetable_->ended(Ended::done, now_);
  expected_->ended_done();
  save();
}

void World::answer_locked() {
  const int times = locked_out_[run_->task]++;
  const bool tries_again = timetable_->tries_again_when_locked();
  require(tries_again == (times < 60),
          "locked out " + std::to_string(times) + " times, and " + (tries_again ? "still waiting" : "given up"));
  if (times == 0 || !tries_again) note(tries_again ? "locked out" : "locked out for good");
  if (!tries_again) return answer_failed() ? void() : answer_done();
  run_.reset();
  timetable_->ended(Ended::locked, now_);
  expected_->ended_locked(now_);
  save();
}

/// While the clock is left alone, a backup is tried at the latest when one and a half of its pauses have gone by: one
/// for the plan, and a half where a clock that was set back over a run does not repeat it.
void World::expect_no_long_pause() {
  if (run_) quiet_since_ = now_;
  const auto pause = plans_->backup.pattern().longest_pause + 1h;
  require(now_ - quiet_since_ <= pause * 3 / 2 + 1h, "no backup for a long time");
}

void World::note_done(Task task, Instant due) {
  // The clock was set back over it while it was running: it is still to come.
  if (due > clock()) return;
  require(++done_[{static_cast<int>(task), due}] == 1, "done twice: " + name_of(task, due));
}

}  // namespace mongokeep::schedule
