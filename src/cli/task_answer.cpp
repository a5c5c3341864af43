#include "cli/task_answer.h"

#include "cli/views/clean_report.h"

namespace mongokeep::cli {

void TaskAnswer::give(const schedule::TaskEnd& end) const {
  give_report(schedule::report_json(end), console_);
}

void give_report(Json report, Console& console) {
  console.answer().give(cleaned_report(std::move(report), console.redactor()), Answer::Unprinted::is_told);
}

}  // namespace mongokeep::cli
