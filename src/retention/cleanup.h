#pragma once

#include <chrono>
#include <filesystem>
#include <functional>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "base/log.h"
#include "mongokeep/clock.h"
#include "mongokeep/retention.h"
#include "retention/policy.h"

namespace mongokeep::retention {

/// Why a backup has to stay for now that the rules would remove, for a person; nothing: it may go.
using Held = std::function<std::optional<std::string>(const archive::StoredBackup& backup)>;

/// What a clean-up needs. All borrowed.
struct CleanupContext {
  const std::filesystem::path& root;
  const Policy& policy;
  const Clock& clock;
  Log& log;
  std::stop_token stop;
  Held held = nullptr;  ///< asked under the root's lock; null: nothing is held
};

/// Removes what the policy does not keep, under the root's lock, and what dead runs have left there. Each backup is
/// first renamed to a hidden name, so that one that is half removed never passes for a backup. Writes nothing, so that
/// it works on a disk that is full.
///
/// What cannot be removed is logged and put into the report, and the others go on. Throws Error{configuration} for a
/// policy that is none, Error{locked} when another run holds the root, Error{storage} when the root is missing (it is
/// not made) or cannot be read, and Error{stopped} between two removals.
CleanupReport clean_up(const CleanupContext& context);

/// What clean_up() would decide at `now`, without a lock, and without any change.
std::vector<Decision> plan_cleanup(const std::filesystem::path& root, const Policy& policy,
                                   std::chrono::system_clock::time_point now, const Held& held = nullptr);

}  // namespace mongokeep::retention
