#pragma once

#include <chrono>
#include <string>

#include "base/json/json.h"
#include "mongokeep/tasks_service.h"

namespace mongokeep::cli {

/// The next five times of each task that has any after `now`, for a person. Throws Error{configuration} as TasksService
/// does.
std::string schedule_text(const TasksSettings& settings, std::chrono::system_clock::time_point now);

/// The same for a program, in UTC.
Json schedule_json(const TasksSettings& settings, std::chrono::system_clock::time_point now);

}  // namespace mongokeep::cli
