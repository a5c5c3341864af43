#include "cli/task_answer.h"

#include "cli/views/clean_report.h"

namespace mongokeep::cli {

void TaskAnswer::give(const TaskEnd& end) const {
  give_report(parse_json(report_text(end)), console_);
}

void give_report(Json report, Console& console) {
  console.answer().give(cleaned_report(std::move(report), console.redactor()), Answer::Unprinted::is_told);
}

}  // namespace mongokeep::cli
