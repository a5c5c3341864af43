#pragma once

#include <string>

#include "base/json.h"
#include "cli/settings/setting_sources.h"
#include "mongokeep/readiness.h"
#include "mongokeep/redactor.h"

namespace mongokeep::cli {

/// What there is to say of where the settings come from; `in_front` of all other findings. Looks at the modes of files
/// that hold secrets.
std::vector<ReadinessFinding> findings_about(const SettingSources& sources);

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
