#include "retention/scenario.h"

#include <date/date.h>
#include <fmt/format.h>

#include <array>
#include <map>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "archive/dated_name.h"
#include "base/text/time_text.h"

namespace mongokeep::retention {

namespace {

using archive::DatedName;
using archive::StoredBackup;
using std::chrono::system_clock;

constexpr auto standings =
    std::to_array<std::pair<BackupState, std::string_view>>({{BackupState::complete, "complete"},
                                                             {BackupState::partial, "partial"},
                                                             {BackupState::damaged, "damaged"},
                                                             {BackupState::unreadable, "unreadable"},
                                                             {BackupState::legacy, "legacy"},
                                                             {BackupState::unfinished, "unfinished"},
                                                             {BackupState::foreign, "foreign"}});

std::string_view text_of(BackupState state) {
  for (const auto& [value, text] : standings) {
    if (value == state) return text;
  }
  throw std::runtime_error("a state without a word");
}

std::string_view text_of(Verdict verdict) {
  switch (verdict) {
    case Verdict::keep: return "keep";
    case Verdict::spare: return "spare";
    case Verdict::hold: return "hold";
    case Verdict::remove: return "remove";
  }
  throw std::runtime_error("a verdict without a word");
}

/// The words of one line.
class Line {
 public:
  explicit Line(const std::string& text) : text_(text), words_(text) {}

  bool is_empty() const { return text_.empty() || text_.starts_with('#'); }
  bool has_more() { return !(words_ >> std::ws).eof(); }

  std::string word() {
    std::string word;
    if (!(words_ >> word)) fail();
    return word;
  }
  int number() { return std::stoi(word()); }
  system_clock::time_point time() {
    const auto time = parse_utc_text(word());
    if (!time) fail();
    return *time;
  }
  date::sys_days day() {
    const auto name = DatedName::parse(word());
    if (!name) fail();
    return date::floor<date::days>(name->as_utc());
  }
  BackupState state() {
    const std::string wanted = word();
    for (const auto& [value, text] : standings) {
      if (text == wanted) return value;
    }
    fail();
  }
  void expect(std::string_view wanted) {
    if (word() != wanted) fail();
  }
  [[noreturn]] void fail() const { throw std::runtime_error("not a line of a scenario: " + text_); }

 private:
  std::string text_;
  std::istringstream words_;
};

std::string name_of(date::sys_days day) {
  const date::year_month_day date(day);
  DatedName name;
  name.time.year = static_cast<int>(date.year());
  name.time.month = static_cast<int>(static_cast<unsigned>(date.month()));
  name.time.day = static_cast<int>(static_cast<unsigned>(date.day()));
  return name.text();
}

void read_range(Line& line, Scenario& scenario) {
  const date::sys_days first = line.day();
  line.expect("to");
  const date::sys_days last = line.day();
  const BackupState state = line.state();
  for (date::sys_days day = first; day <= last; day += date::days(1)) {
    scenario.backups.push_back(stored(name_of(day), state));
  }
}

void read_entry(const std::string& name, Line& line, Scenario& scenario) {
  StoredBackup backup = stored(name, line.state());
  while (line.has_more()) {
    const std::string what = line.word();
    if (what == "modified") {
      backup.modified = line.time();
    } else if (what == "finished") {
      const auto time = line.time();
      if (backup.manifest) {
        backup.manifest->finished_at = time;
      } else {
        backup.damaged_head = archive::BackupHead{backup.modified - std::chrono::minutes(5), time, {}, {}};
      }
    } else if (what == "stranger") {
      backup.stranger = line.word();
    } else {
      line.fail();
    }
  }
  scenario.backups.push_back(std::move(backup));
}

void read_line(Line& line, Scenario& scenario) {
  KeepRules& keep = scenario.policy.keep;
  const std::map<std::string, int*> numbers = {{"days_to_keep", &scenario.policy.days_to_keep},
                                               {"keep_at_least", &keep.at_least},
                                               {"keep_daily", &keep.daily},
                                               {"keep_weekly", &keep.weekly},
                                               {"keep_monthly", &keep.monthly},
                                               {"keep_yearly", &keep.yearly}};
  const std::string first = line.word();
  if (first == "now") {
    scenario.now = line.time();
  } else if (const auto found = numbers.find(first); found != numbers.end()) {
    *found->second = line.number();
  } else if (first == "witness") {
    scenario.backups.push_back(witness(scenario.now));
  } else if (first == "from") {
    read_range(line, scenario);
  } else {
    read_entry(first, line, scenario);
  }
  if (line.has_more()) line.fail();
}

}  // namespace

StoredBackup stored(const std::string& name, BackupState state) {
  StoredBackup backup;
  backup.path = "/srv/backup/" + name;
  backup.name = name;
  backup.state = state;
  const auto dated = DatedName::parse(name);
  const auto started = (dated ? dated->as_utc() : system_clock::time_point()) + std::chrono::hours(1);
  backup.modified = started + std::chrono::minutes(5);
  if (state == BackupState::complete || state == BackupState::partial) {
    backup.manifest.emplace();
    backup.manifest->started_at = started;
    backup.manifest->finished_at = backup.modified;
  } else {
    backup.problem = "a reason";
  }
  return backup;
}

StoredBackup witness(system_clock::time_point now) {
  StoredBackup backup = stored("witness", BackupState::damaged);
  backup.modified = now;
  backup.damaged_head = archive::BackupHead{now, now, {}, {}};
  return backup;
}

Scenario parse_scenario(const std::string& text) {
  Scenario scenario;
  std::istringstream lines(text);
  for (std::string words; std::getline(lines, words);) {
    Line line(words);
    if (!line.is_empty()) read_line(line, scenario);
  }
  return scenario;
}

std::string plan_text(const std::vector<Decision>& plan) {
  std::string text;
  for (const Decision& decision : plan) {
    if (decision.backup.name == "witness") continue;
    text += fmt::format("{:<22} {:<10} {:>7.1f}  {:<6}  {}\n", decision.backup.name, text_of(decision.backup.state),
                        in_days(decision.age), text_of(decision.verdict), decision.reason);
  }
  return text;
}

}  // namespace mongokeep::retention
