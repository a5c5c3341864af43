#pragma once

#include <stop_token>

#include "archive/open_backup.h"
#include "base/log.h"
#include "mongo/connection.h"
#include "mongokeep/restore_service.h"

namespace mongokeep::restore {

/// What a run needs. All borrowed.
struct RestoreContext {
  const mongo::Connection& connection;
  const RestoreSettings& settings;
  std::stop_token stop;
  ProgressObserver* observer;
  const Clock& clock;
  Log& log;
  const DropConfirmation* confirm_drop = nullptr;  ///< null: nobody is asked
};

/// Opens the backup that the settings name; `operation` cannot do without what is sealed. Throws as
/// archive::find_backup(), OpenBackup::open() and OpenBackup::require_open() do.
archive::OpenBackup open_backup(const RestoreContext& context, const char* operation);

}  // namespace mongokeep::restore
