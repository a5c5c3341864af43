#pragma once

#include <string>

#include "mongokeep/task_report.h"
#include "schedule/timetable.h"

namespace mongokeep::schedule {

/// The same without the lists of collections and folders, whose length nothing bounds.
std::string short_report_text(const TaskEnd& end);

}  // namespace mongokeep::schedule
