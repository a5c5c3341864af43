#pragma once

#include <filesystem>
#include <utility>

#include "cli/command.h"
#include "mongokeep/task_report.h"

namespace mongokeep::cli {

/// The answer of a command that does what a task does: what hooks are told of the task.
class TaskAnswer {
 public:
  /// Begins now. The settings and what is around must outlive it.
  TaskAnswer(Task task, const Settings& settings, Surroundings& surroundings)
      : task_(task),
        root_(std::filesystem::absolute(settings.backup.root)),
        console_(surroundings.console),
        clock_(surroundings.clock),
        started_at_(clock_()) {}

  /// Does it, and gives the answer, also where it fails.
  template <typename Act>
  auto about(Act act) const {
    try {
      auto report = act();
      give(report);
      return report;
    } catch (const Error& error) {
      give(error);
      throw;
    }
  }
  /// Gives the answer of one that was done elsewhere and told nothing of itself.
  void about_failure(const Error& error) const { give(error); }

 private:
  template <typename ComeTo>
  void give(const ComeTo& come_to) const {
    give({task_, root_, started_at_, clock_(), come_to});
  }
  void give(const TaskEnd& end) const;

  Task task_;
  std::filesystem::path root_;
  Console& console_;
  const Clock& clock_;
  std::chrono::system_clock::time_point started_at_;
};

/// The report of a task that was done elsewhere.
void give_report(Json report, Console& console);

}  // namespace mongokeep::cli
