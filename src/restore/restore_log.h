#pragma once

#include <chrono>
#include <string>

#include "base/log.h"
#include "mongo/namespace.h"
#include "mongokeep/restore_service.h"

namespace mongokeep::restore {

// The log lines of a restore, as docs/reference.md lists them.

void log_restored(Log& log, const mongo::Namespace& target, const RestoredCollection& result);
/// What is missing of a collection that is not whole; a sentence for a person.
std::string shortfall_of(const RestoredCollection& result);

/// Who is told that a collection has failed.
enum class Told { log_only, observer_too };
void log_failed(Log& log, const mongo::Namespace& target, const RestoredCollection& result, Told told);
void log_interrupted(Log& log, const mongo::Namespace& target, const RestoredCollection& result);

void log_start(Log& log, const std::string& hosts, const RestoreReport& report);
void log_completion(Log& log, const RestoreReport& report, std::chrono::milliseconds took);

void log_drill_completion(Log& log, const DrillReport& report, std::chrono::milliseconds took);

}  // namespace mongokeep::restore
