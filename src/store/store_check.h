#pragma once

#include <filesystem>
#include <memory>
#include <stop_token>

#include "mongokeep/clock.h"
#include "mongokeep/store_check.h"
#include "store/remote.h"

namespace mongokeep::store {

/// What is checked. All borrowed.
struct StoreCheckOrder {
  std::shared_ptr<const Remote> remote;  ///< without `lock_days`: test files must go again
  const StoreSettings& settings;
  const std::filesystem::path& root;
  const Clock& clock;
};

/// Tries what pushes, reading and clean-up do, on test files in a hidden folder, which it removes again, and what a
/// thief of this machine's key could do. Whatever goes wrong is in the report. Throws only Error{stopped}, when the
/// test files are removed.
StoreCheckReport check_store(const StoreCheckOrder& order, const std::stop_token& stop);

}  // namespace mongokeep::store
