#pragma once

#include <string_view>

#include "hooks/notice.h"

namespace mongokeep::hooks {

// What tasks and events are called in reports, in a command's environment and in log lines.

constexpr std::string_view word_for(Task task) {
  return task == Task::backup ? "backup" : "cleanup";
}

constexpr std::string_view word_for(Happening happening) {
  switch (happening) {
    case Happening::started: return "start";
    case Happening::succeeded: return "success";
    case Happening::failed: return "failure";
  }
  return "";
}

}  // namespace mongokeep::hooks
