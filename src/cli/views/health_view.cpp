#include "cli/views/health_view.h"

#include <fmt/format.h>


#include "base/quantity.h"
#include "base/time_text.h"
#include "cli/views/backup_json.h"
#include "cli/views/standing_text.h"

namespace mongokeep::cli {

std::string health_line(const readiness::Health& health) {
  const archive::StoredBackup& backup = *health.newest_complete;
  return fmt::format("healthy: {}, {}, {} old\n", backup.name, standing_text(backup.standing), age_text(health.age));
}

Json health_json(const readiness::Health& health, std::chrono::seconds max_age) {
  const auto known = [&](auto read) { return health.newest_complete ? Json(read(*health.newest_complete)) : Json(); };
  Json json;
  json["healthy"] = !health.trouble.has_value();
  json["newestComplete"] = known([](const archive::StoredBackup& it) { return it.name; });
  json["backupPath"] = known([](const archive::StoredBackup& it) { return it.path.string(); });
  json["finishedAt"] = known([](const archive::StoredBackup& it) { return utc_text(it.manifest->finished_at); });
  json["ageSeconds"] = known([&](const archive::StoredBackup&) { return health.age.count(); });
  json["maxAgeSeconds"] = max_age.count();
  json["reason"] = health.trouble ? Json(health.trouble->cause()) : Json();
  return json;
}

}  // namespace mongokeep::cli
