#pragma once

#include <cstddef>
#include <optional>
#include <string>

#include "base/json/json.h"
#include "mongokeep/redactor.h"
#include "mongokeep/restore_service.h"

namespace mongokeep::cli {

/// The report with the texts cleaned that may carry a driver's or server's message.
RestoreReport cleaned(RestoreReport report, const Redactor& redactor);

/// A table of the collections with what became, or would become, of each, and below it what is not as it was.
std::string restore_text(const RestoreReport& report, std::optional<std::size_t> width);

// Its parts, for what is more than a restore.

/// What is not as it was, a line for each; empty where all is.
std::string troubles_text(const RestoreReport& report);
Json report_json(const RestoreReport& report);

}  // namespace mongokeep::cli
