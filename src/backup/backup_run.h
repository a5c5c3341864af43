#pragma once

#include <stop_token>

#include "base/log.h"
#include "mongo/connection.h"
#include "mongokeep/backup_service.h"

namespace mongokeep::backup {

/// What a run needs. All borrowed.
struct RunContext {
  const mongo::Connection& connection;
  const BackupSettings& settings;
  std::stop_token stop;
  ProgressObserver* observer;
  const Clock& clock;
  Log& log;
};

/// One backup, from the connection to the dated folder: see BackupService::create_backup, which this is.
BackupReport run_backup(const RunContext& context);

}  // namespace mongokeep::backup
