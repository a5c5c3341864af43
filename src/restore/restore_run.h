#pragma once

#include <string>

#include "restore/document_load.h"

namespace mongokeep::restore {

/// One restore, from the backup to the server: see RestoreService::restore, which this is.
RestoreReport run_restore(const RestoreContext& context);

/// The same for a backup that is open, with `database` as the one that the connection string would name. `on_loaded`,
/// where there is one, is told of each collection: see LoadContext.
RestoreReport restore_into(const RestoreContext& context, const archive::OpenBackup& backup,
                           const mongo::Client& client, const std::string& database, const OnLoaded& on_loaded);

}  // namespace mongokeep::restore
