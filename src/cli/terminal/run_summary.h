#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "cli/terminal/terminal.h"
#include "mongokeep/progress.h"

namespace mongokeep::cli {

/// What the collections of one run come to.
struct RunTotals {
  std::uint64_t collections = 0;  ///< that did not fail
  std::uint64_t documents = 0;
  std::uint64_t bytes = 0;  ///< that were read
  std::uint64_t stored_bytes = 0;
  std::vector<std::string> partial;
  std::vector<std::string> failed;

  void add(const CollectionProgress& progress, ProgressObserver::Outcome outcome);
};

/// "Backing up 17 collections into /srv/backup/20th_Feb_2024".
std::string run_heading(const RunProgress& run);

/// What the run came to, each line with its line feed: collections, documents, size, time and speed; then what failed,
/// and for a backup the command that shows it:
///
///     Backed up 16 of 17 collections: 1,204,332 documents, 1.21 GiB in 42 s, 31.2 MB/s
///     failed: shop.secrets
///     details: mongokeep show 20th_Feb_2024 --root /srv/backup
std::string run_summary(const RunProgress& run, const RunTotals& totals, Colours colours);

}  // namespace mongokeep::cli
