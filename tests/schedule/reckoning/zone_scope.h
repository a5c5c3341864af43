#pragma once

#include <optional>
#include <string>

namespace mongokeep::schedule {

/// While it lives, the C library's local time is that of a zone; then TZ is again what it was. For one thread only.
class ZoneScope {
 public:
  explicit ZoneScope(const std::string& zone);
  ~ZoneScope();
  ZoneScope(const ZoneScope&) = delete;
  ZoneScope& operator=(const ZoneScope&) = delete;

 private:
  std::optional<std::string> before_;
};

}  // namespace mongokeep::schedule
