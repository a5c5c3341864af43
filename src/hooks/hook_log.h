#pragma once

#include <string>
#include <vector>

#include "base/log.h"
#include "hooks/notice.h"

namespace mongokeep::hooks {

/// The log lines about one hook. They name it by its setting only: a command's text and an address may hold secrets.
class HookLog {
 public:
  HookLog(Log& log, std::string setting, const Notice& notice);

  /// A debug line.
  void succeeded(std::vector<LogField> more = {}) const;
  /// A warning; `problem` continues the sentence "the hook failed: …".
  void failed(const std::string& problem, std::vector<LogField> more = {}) const;

 private:
  std::vector<LogField> fields(std::vector<LogField> more) const;

  Log& log_;
  std::string setting_;
  Task task_;
  Happening happening_;
};

}  // namespace mongokeep::hooks
