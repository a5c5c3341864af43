#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <stop_token>
#include <string>
#include <vector>

#include "store/remote.h"

namespace mongokeep::store {

/// Which backups have their manifests in a store: a folder without one is no backup. All are looked for at once, in one
/// list.
class ManifestsThere {
 public:
  /// `backups` are dated names. A list that fails is made for each backup by itself, so that one folder's trouble
  /// concerns no other. Borrows the remote and `stop`. Throws Error{stopped}.
  ManifestsThere(const Remote& remote, const std::vector<std::string>& backups, const std::stop_token& stop);

  /// Whether the store has a manifest of this length. Throws Error{storage}, Error{stopped}.
  bool has(const std::string& backup, std::uint64_t bytes) const;

 private:
  using Lengths = std::map<std::string, std::uint64_t>;
  /// By path.
  Lengths look_for(const std::vector<std::string>& files) const;

  const Remote& remote_;
  const std::stop_token& stop_;
  std::optional<Lengths> known_;
};

}  // namespace mongokeep::store
