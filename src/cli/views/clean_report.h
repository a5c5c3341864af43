#pragma once

#include "base/json/json.h"
#include "mongokeep/redactor.h"

namespace mongokeep::cli {

/// A task's report (schedule/task_report.h) with the texts cleaned that may carry a driver's or server's message. Names
/// and paths stay as they are, so that programs find what they name.
Json cleaned_report(Json report, const Redactor& redactor);

}  // namespace mongokeep::cli
