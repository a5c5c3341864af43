#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "archive/stored_backup.h"
#include "mongokeep/retention.h"

namespace mongokeep::retention {

/// What is to stay.
struct Policy {
  int days_to_keep = 90;  ///< of 24 hours; 1 to 36500
  KeepRules keep;
};

/// Throws Error{configuration} for numbers that are out of their range.
void check(const Policy& policy);

enum class Verdict {
  keep,
  spare,  ///< stays although no rule wants it: there is something in it that is not ours
  hold,   ///< stays for now although no rule wants it: something else has to happen first
  remove,
};

/// What is to become of one entry of the root.
struct Decision {
  archive::StoredBackup backup;
  std::chrono::seconds age;  ///< since the later of the folder's modification and the manifest's end; may be negative
  Verdict verdict = Verdict::keep;
  std::string reason;  ///< for a person; of what is kept every rule that wants it
};

/// An age in days, to a tenth, as logs and results give it.
double in_days(std::chrono::seconds age);

/// Decides about every entry, in the order they come in; throws as check() does. The whole of the retention policy: a
/// pure function.
///
/// What is older than `days_to_keep` and wanted by no keep rule is removed, be it complete, partial, damaged or an
/// older system's. Ages are by believed_time(). The newest complete ones are counted for each subject
/// (archive/subject.h). Whatever its age there stays: what is no backup, or cannot be looked into; a backup with a
/// stranger in it; one that is dated in the future, which no rule counts either, since a clock that was wrong must not
/// make room by pushing good backups out; and of a subject that has no complete one the newest partial one, or else the
/// newest damaged one.
std::vector<Decision> decide(std::vector<archive::StoredBackup> backups, const Policy& policy,
                             std::chrono::system_clock::time_point now);

}  // namespace mongokeep::retention
