#pragma once

#include <string>

#include "base/json/json.h"
#include "mongokeep/readiness.h"
#include "mongokeep/redactor.h"

namespace mongokeep::cli {

/// The report without secrets.
ReadinessReport cleaned(ReadinessReport report, const Redactor& redactor);

/// How much of a report is shown.
enum class Detail {
  all,
  trouble,  ///< what is not well
};

/// A line for each finding, below it what to do, and at the end what it comes to.
std::string readiness_text(const ReadinessReport& report, Detail detail);

/// One JSON object: `status`, the worst verdict, and `findings`.
Json readiness_json(const ReadinessReport& report);

}  // namespace mongokeep::cli
