#pragma once

#include <filesystem>
#include <optional>

#include "mongokeep/store_check.h"
#include "store/remote.h"

namespace mongokeep::store {

// What follows from a store's kind and from its settings, with nothing tried.

/// This version of rclone, and what it guarantees there.
StoreCheckFinding rclone_finding(const RcloneProgram& program, const StoreSettings& settings, const RemoteFacts& facts);
/// What the store's own hashes are worth.
StoreCheckFinding hash_finding(const StoreSettings& settings, const RemoteFacts& facts);
/// Of a folder of this machine: whether it burns with the root. Nothing: it is elsewhere.
std::optional<StoreCheckFinding> place_finding(const RemoteFacts& facts, const std::filesystem::path& root);

}  // namespace mongokeep::store
