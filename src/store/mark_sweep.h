#pragma once

#include <set>
#include <stop_token>
#include <string>

#include "store/remote.h"

namespace mongokeep::store {

/// Removes marks of shipments (shipment_mark.h) whose backup has arrived: they stay where the store went away, or did
/// not let them go, at the last step of a push.
class MarkSweep {
 public:
  /// `names` are those in the store; `root_id` tells this root's marks from others', and may be empty. All borrowed.
  MarkSweep(const Remote& remote, const std::set<std::string>& names, const std::string& root_id,
            const std::stop_token& stop)
      : remote_(remote), names_(names), root_id_(root_id), stop_(stop) {}

  /// Of a backup that has arrived. Where the store fails once it is not asked again: a key that may not delete leaves a
  /// mark for each backup, and they do no harm. Throws Error{stopped}.
  void remove_mark_of(const std::string& backup);

 private:
  bool is_ours(const std::string& mark_file, const std::string& backup) const;

  const Remote& remote_;
  const std::set<std::string>& names_;
  const std::string& root_id_;
  const std::stop_token& stop_;
  bool has_failed_ = false;
};

}  // namespace mongokeep::store
