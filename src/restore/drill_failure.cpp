#include "restore/drill_failure.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/text/counted.h"
#include "base/text/shell_word.h"

namespace mongokeep::restore {

namespace {

/// In a sentence; all of them are in the report.
constexpr std::size_t most_named = 3;

void add_count(std::vector<std::string>& parts, std::uint64_t count, const char* what) {
  if (count > 0) parts.push_back(fmt::format("{} {}", count, what));
}

/// How many documents of a collection did not come back, and how; empty where all did.
std::string lost_documents(const RestoredCollection& restored, const CollectionComparison& compared) {
  std::vector<std::string> parts;
  add_count(parts, restored.duplicates + restored.invalid + restored.failed, "refused");
  add_count(parts, compared.missing, "missing");
  add_count(parts, compared.changed, "changed");
  add_count(parts, compared.added, "added");
  return fmt::format("{}", fmt::join(parts, ", "));
}

std::string joined(const std::vector<std::string>& all) {
  const auto shown = std::min(all.size(), most_named);
  std::string text = fmt::format("{}", fmt::join(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(shown), "; "));
  if (all.size() > shown) text += "; and " + counted(all.size() - shown, "more collection");
  return text;
}

}  // namespace

std::optional<Error> drill_failure(const DrillReport& report) {
  if (report.has_same_documents()) return std::nullopt;
  std::map<std::string, CollectionComparison> compared;
  for (const CollectionComparison& one : report.compared.collections) compared[one.stored_collection] = one;
  std::vector<std::string> lost;
  std::vector<std::string> given_up;
  for (const RestoredCollection& restored : report.restored.collections) {
    if (!restored.is_stored || restored.type == "view") continue;
    const CollectionComparison& comparison = compared[restored.stored_collection];
    const std::string documents = lost_documents(restored, comparison);
    const std::string& error = restored.error.empty() ? comparison.error : restored.error;
    if (!documents.empty()) lost.push_back(restored.stored_collection + ": " + documents);
    if (!error.empty()) given_up.push_back(restored.stored_collection + ": " + error);
  }
  const std::string folder = report.restored.folder.string();
  if (lost.empty()) {
    return Error(ErrorKind::server, "run the drill of", folder, joined(given_up),
                 "See the log for details of each collection");
  }
  return Error(ErrorKind::damaged, "restore all documents of", folder, joined(lost),
               "`mongokeep verify " + shell_word(folder) +
                   "` checks the stored files. The log says what the server changed or refused");
}

}  // namespace mongokeep::restore
