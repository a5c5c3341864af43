#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "mongokeep/error.h"

namespace mongokeep {

/// What became of one backup on its way into one store.
struct Shipment {
  std::string store;
  std::string backup;  ///< the folder's name
  enum class Outcome {
    arrived,    ///< all of it is in the store now, and was checked there
    was_there,  ///< all of it was there already
    would_go,   ///< it would be shipped: of a dry run
    failed,
  };
  Outcome outcome = Outcome::failed;
  std::uint64_t files = 0;  ///< of the backup, its manifest not counted
  std::uint64_t bytes = 0;  ///< of those
  std::chrono::milliseconds duration{0};
  std::optional<Error> error;  ///< why it failed, or what is wrong with the backup here
  /// Whether the backup is damaged in the root: no store could take it. One that the store has all the same was_there.
  bool is_broken_here = false;
  /// Since when pushes of this backup fail.
  std::optional<std::chrono::system_clock::time_point> failing_since;
};

/// One store of a push.
struct StorePush {
  std::string store;
  bool is_required = true;
  std::optional<Error> error;  ///< why the store cannot be used at all
  std::vector<Shipment> shipments;

  bool has_failed() const;
  /// Whether a backup that it ought to have was found damaged: in the root, or in a store that is required.
  bool has_damage() const;
  /// Whether a backup that it ought to have is damaged in the root.
  bool has_broken_here() const;
};

/// What a push came to.
struct PushReport {
  std::chrono::system_clock::time_point started_at;
  std::chrono::system_clock::time_point finished_at;
  std::vector<StorePush> stores;

  /// Whether each required store has all that it ought to have, and no backup was found to be damaged in the root.
  bool is_whole() const;
  bool has_damage() const;
};

}  // namespace mongokeep
