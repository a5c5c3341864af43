#pragma once

#include <stop_token>
#include <string>

#include "base/log.h"
#include "mongo/connection.h"
#include "mongokeep/clock.h"
#include "mongokeep/progress.h"
#include "mongokeep/verify_service.h"

namespace mongokeep::verify {

/// What comparing a whole backup needs. All borrowed.
struct BackupComparisonContext {
  const VerifySettings& settings;
  const mongo::Connection& connection;
  const std::string& database;  ///< as VerifyService::compare_with() takes it
  ProgressObserver* observer;
  Clock clock;
  Log& log;
  std::stop_token stop;
};

/// Compares every collection of the backup, several at a time, with what the server holds. One that cannot be compared
/// (damaged, or refused by the server) says so, and the others go on. Throws as VerifyService::compare_with() does.
ComparisonReport compare_backup(const BackupComparisonContext& context);

}  // namespace mongokeep::verify
