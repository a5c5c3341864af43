#pragma once

#include <chrono>
#include <optional>
#include <string>

#include "base/json/json.h"
#include "mongokeep/redactor.h"
#include "mongokeep/restore_service.h"
#include "mongokeep/verify_service.h"

namespace mongokeep::cli {

/// What `mongokeep verify` has found.
struct Verification {
  VerifyReport report;
  std::chrono::milliseconds took{0};
  std::optional<ComparisonReport> comparison;  ///< where one was asked for and made
  std::optional<DrillReport> drill;            ///< likewise
};

/// The reports with the texts cleaned that may carry a driver's or server's message.
VerifyReport cleaned(VerifyReport report, const Redactor& redactor);
ComparisonReport cleaned(ComparisonReport report, const Redactor& redactor);

/// Each thing that is wrong with its place, what could not be checked, how the database differs; in the end a line
/// that sums it up.
std::string verify_text(const Verification& verification);

Json verify_json(const Verification& verification);

// Parts of them, for a drill.

/// How each collection that differs does; empty where none does.
std::string differences_text(const ComparisonReport& report);
Json report_json(const ComparisonReport& report);

}  // namespace mongokeep::cli
