#pragma once

#include <string>

#include "hooks/notice.h"

namespace mongokeep::hooks {

/// The address that a health-check service gave for a job. Whoever knows it can report in our name, so that only its
/// server may be shown.
class PingAddress {
 public:
  /// Throws Error{configuration}, without the address, when `text` is not http or https or has no host. `setting`:
  /// where it comes from.
  PingAddress(const std::string& text, const std::string& setting);

  /// Where to tell of it: the address itself for success, else with `/start` or `/fail` behind its path.
  std::string told_of(Happening happening) const;

  /// "https://host": can be shown.
  const std::string& server() const { return server_; }

 private:
  std::string text_;
  std::string server_;
};

}  // namespace mongokeep::hooks
