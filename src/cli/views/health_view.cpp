#include "cli/views/health_view.h"

#include <fmt/format.h>

#include "base/text/quantity.h"
#include "base/text/time_text.h"
#include "cli/views/backup_json.h"

namespace mongokeep::cli {

std::string health_line(const HealthReport& health) {
  const BackupEntry& backup = *health.newest_complete;
  return fmt::format("healthy: {}, {}, {} old\n", backup.name, to_text(backup.state), age_text(health.age));
}

Json health_json(const HealthReport& health, std::chrono::seconds max_age) {
  const auto known = [&](auto read) { return health.newest_complete ? Json(read(*health.newest_complete)) : Json(); };
  Json json = Json::object();
  json["healthy"] = !health.trouble.has_value();
  json["newestComplete"] = known([](const BackupEntry& it) { return it.name; });
  json["backupPath"] = known([](const BackupEntry& it) { return it.path.string(); });
  json["finishedAt"] = known([](const BackupEntry& it) { return utc_text(it.facts->finished_at); });
  json["ageSeconds"] = known([&](const BackupEntry&) { return health.age.count(); });
  json["maxAgeSeconds"] = max_age.count();
  json["reason"] = health.trouble ? Json(health.trouble->cause()) : Json();
  return json;
}

}  // namespace mongokeep::cli
