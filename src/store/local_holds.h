#pragma once

#include <chrono>
#include <map>
#include <optional>
#include <set>
#include <stop_token>
#include <string>
#include <vector>

#include "archive/stored_backup.h"
#include "base/files/directory.h"
#include "base/log.h"
#include "retention/policy.h"
#include "store/arrivals.h"
#include "store/stores.h"

namespace mongokeep::store {

/// Which backups of a root have to stay although its own rules would remove them: those that a required store would
/// keep, and does not have. The stores themselves are asked, since what was known of them may have changed.
class LocalHolds {
 public:
  /// What is asked about. All borrowed.
  struct Question {
    const Directory& root;
    const retention::Policy& policy;  ///< of the root
    Stores& stores;
    int max_unshipped_days;
    Arrivals& arrivals;  ///< what a store turns out to have lost is noted, so that the next push looks again
    std::chrono::system_clock::time_point now;
  };

  /// Takes no lock: stores may be slow to answer. A store that does not answer has nothing.
  /// Throws Error{storage} where the root cannot be read, Error{stopped}.
  static LocalHolds ask(const Question& question, const std::stop_token& stop);

  /// Why the backup has to stay, for a person; nothing: it may go.
  std::optional<std::string> reason_for(const archive::StoredBackup& backup) const;
  /// Sentences about the stores that are no longer waited for.
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  friend class HoldSearch;

  std::map<std::string, std::string> reasons_;
  std::set<std::string> asked_;  ///< about these
  std::vector<std::string> warnings_;
};

}  // namespace mongokeep::store
