#pragma once

#include <stop_token>

#include "base/log.h"
#include "mongokeep/clock.h"
#include "mongokeep/progress.h"
#include "mongokeep/verify_service.h"

namespace mongokeep::verify {

/// What checking a backup needs. All borrowed.
struct CheckContext {
  const VerifySettings& settings;
  ProgressObserver* observer;
  Clock clock;
  Log& log;
  std::stop_token stop;
};

/// Checks the backup that the settings name: every file in parallel, the manifest against itself and against what lies
/// in the folder. Throws as VerifyService::verify() does.
VerifyReport check_backup(const CheckContext& context);

}  // namespace mongokeep::verify
