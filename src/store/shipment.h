#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "store/cargo.h"
#include "store/remote.h"

namespace mongokeep::store {

/// What became of a backup that was to be shipped.
struct Shipped {
  enum class Outcome {
    arrived,    ///< all of it is there now, and was checked
    was_there,  ///< all of it was there already
  };
  Outcome outcome = Outcome::arrived;
};

/// Told of each file: how many of its bytes are on their way, or have been read back.
using WatchFile = std::function<void(const std::string& file, std::uint64_t bytes)>;

/// The kind of hash that what was shipped is read back by: the manifests' own where this rclone can reckon it.
std::string reading_hash(const Remote& remote);

/// How a shipment is made. All borrowed; the cargo has the hashes that the store tells, and reading_hash().
struct ShipmentOrder {
  const Remote& remote;
  const RemoteFacts& facts;
  const Cargo& cargo;
  /// Tells this root from others, see Arrivals::root_id(): it marks what it ships as its own.
  const std::string& root_id;
  WatchFile watch_shipping = nullptr;
  WatchFile watch_reading = nullptr;
};

/// Brings a backup into a store: all files but the manifest, then a check of what arrived, then the manifest, which is
/// read back. Until that is there nothing in the store passes for a backup; a mark says whose the files are
/// (shipment_mark.h). What is there already is not shipped again, and never overwritten.
/// Throws Error{storage}, Error{stopped}, and Error{invalid_data} where the store has another backup of this name, or
/// files of somebody else's in its place.
Shipped ship(const ShipmentOrder& order, const std::stop_token& stop);

}  // namespace mongokeep::store
