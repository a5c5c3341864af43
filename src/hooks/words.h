#pragma once

#include <string_view>

#include "hooks/notice.h"

namespace mongokeep::hooks {

// What tasks and events are called in reports, in a command's environment and in log lines.

constexpr std::string_view word_for(Task task) {
  switch (task) {
    case Task::backup: return "backup";
    case Task::cleanup: return "cleanup";
    case Task::drill: return "drill";
    case Task::push: return "push";
  }
  return "";
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
