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
    const Arrivals& arrivals;
    std::chrono::system_clock::time_point now;
  };

  /// Takes no lock: stores may be slow to answer. A store that does not answer has nothing, until it has been silent
  /// for too long: then nothing waits for it, whatever has arrived there. Throws Error{storage} where the root cannot
  /// be read, Error{stopped}.
  static LocalHolds ask(const Question& question, const std::stop_token& stop);

  /// Which stores answered and which did not, and what they turned out to have in another form than it had arrived in:
  /// the next push looks again. A push may have written to the record since the stores were asked.
  void note_in(Arrivals& arrivals) const;

  /// Why the backup has to stay, for a person; nothing: it may go.
  std::optional<std::string> reason_for(const archive::StoredBackup& backup) const;
  /// Sentences about the stores that are no longer waited for.
  const std::vector<std::string>& warnings() const { return warnings_; }

 private:
  friend class HoldSearch;

  std::map<std::string, std::string> reasons_;
  std::set<std::string> asked_;  ///< about these
  std::vector<std::string> warnings_;

  /// A backup that had arrived.
  struct Changed {
    std::string store;
    std::string backup;
    Arrivals::Passage passage;  ///< as it was when the store was asked
  };
  std::vector<Changed> changed_;
  std::chrono::system_clock::time_point asked_at_;
  std::vector<std::string> silent_;
  std::vector<std::string> answering_;
};

}  // namespace mongokeep::store
