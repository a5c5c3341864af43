#include "schedule/reckoning/zone_scope.h"

#include <cstdlib>
#include <ctime>

namespace mongokeep::schedule {

ZoneScope::ZoneScope(const std::string& zone) {
  if (const char* text = std::getenv("TZ")) before_ = text;
  ::setenv("TZ", zone.c_str(), 1);
  ::tzset();
}

ZoneScope::~ZoneScope() {
  if (before_) {
    ::setenv("TZ", before_->c_str(), 1);
  } else {
    ::unsetenv("TZ");
  }
  ::tzset();
}

}  // namespace mongokeep::schedule
