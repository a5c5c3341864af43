#pragma once

#include <string>
#include <vector>

#include "base/log.h"
#include "extjson/bson_bytes.h"
#include "mongo/catalogue.h"
#include "mongokeep/backup_service.h"

namespace mongokeep::backup {

/// One collection that a run is to back up.
struct Target {
  mongo::Namespace ns;
  std::string type;            ///< as the manifest has it: `collection`, `view` or `timeseries`
  extjson::BsonBytes options;  ///< BSON document
  std::string identity;        ///< UUID bytes, or empty
  enum class Content {
    documents,   ///< the usual
    definition,  ///< a view, of which only the definition is kept
    nothing,     ///< a registered model that has no collection yet: an empty array
  };
  Content content = Content::documents;
  std::string fault = {};  ///< why it cannot be copied, whatever it is; empty where it may be tried
};

/// What the settings choose among what the server holds, sorted by database and name.
/// Throws Error{configuration} for settings that contradict each other, the connection, or leave everything out, and
/// Error{server} when a collection that was named, or everything, is not there: a backup of nothing must not pass for a
/// good one.
std::vector<Target> choose_targets(const mongo::Client& client, const BackupSettings& settings, Log& log);

}  // namespace mongokeep::backup
