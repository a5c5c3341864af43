#pragma once

#include <string>
#include <vector>

#include "archive/open_backup.h"
#include "archive/stored_metadata.h"
#include "base/log.h"
#include "mongo/namespace.h"
#include "mongokeep/restore_service.h"

namespace mongokeep::restore {

/// One collection or view on its way back.
struct PlannedCollection {
  const archive::CollectionRecord* record;  ///< the backup's
  mongo::Namespace source;                  ///< in a legacy folder with the target's database, since it names none
  mongo::Namespace target;
  archive::StoredMetadata metadata;

  /// What is made: of a view that was stored with its documents (`--viewsAsCollections`), a collection of them.
  std::string type() const { return record->type == "view" && !record->file.empty() ? "collection" : record->type; }
  bool is_view() const { return type() == "view"; }
  /// Whether the backup has anything to put back for it.
  bool is_stored() const { return record->error.empty(); }
};

/// The collections of a backup that the settings choose, in its order, and where each one goes; views come last, each
/// behind those that it reads from. Borrows the backup. `uri_database` is the one that the connection string names, or
/// empty.
/// Throws Error{usage} for settings that contradict each other or name what the backup does not have,
/// Error{configuration} when nothing is left, Error{damaged} where options or indexes cannot be read or where the
/// manifest names what no backup contains (mongo/held_namespace.h, archive/definition_check.h), Error{usage} where the
/// settings lead there.
std::vector<PlannedCollection> plan_restore(const archive::OpenBackup& backup, const RestoreSettings& settings,
                                            const std::string& uri_database, Log& log);

}  // namespace mongokeep::restore
