#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "archive/listing.h"
#include "retention/policy.h"

namespace mongokeep::retention {

/// A root, a policy and a moment, for tests that decide without a disk.
struct Scenario {
  std::chrono::system_clock::time_point now;
  Policy policy;
  std::vector<archive::StoredBackup> backups;
};

/// A backup of the night that its name gives: begun at 1:00 UTC, ended five minutes later.
archive::StoredBackup stored(const std::string& name, BackupState state);

/// Shows that backups are still made, and is nothing that rules count: a damaged one of this very hour. plan_text()
/// leaves it out.
archive::StoredBackup witness(std::chrono::system_clock::time_point now);

/// Reads the lines of a scenario. Empty ones and those that begin with `#` say nothing; the others are
///
///     now 2024-06-01T03:00:00.000Z
///     witness                           (behind `now`)
///     keep_daily 7                      (a key of [retention] and its number)
///     20th_Feb_2024 complete            (an entry of the root and its state, as stored() makes it)
///     20th_Feb_2024 complete modified 2024-03-01T00:00:00.000Z finished 2024-03-02T00:00:00.000Z stranger notes.txt
///     from 1st_Jan_2024 to 7th_Jan_2024 complete             (one for each day)
///
/// Throws std::runtime_error for a line that is none of these.
Scenario parse_scenario(const std::string& text);

/// The plan, one entry a line: name, state, age in days, verdict, reason.
std::string plan_text(const std::vector<Decision>& plan);

}  // namespace mongokeep::retention
