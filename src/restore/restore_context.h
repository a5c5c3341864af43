#pragma once

#include <stop_token>

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

}  // namespace mongokeep::restore
