#include "archive/manifest.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "stream/age/crypto.h"

namespace mongokeep::archive {

namespace {

/// What no backup comes to, and what every number's place can hold.
constexpr std::uint64_t highest_sum = CollectionRecord::highest_number;

void add(std::uint64_t& sum, std::uint64_t number) {
  sum += std::min(number, highest_sum - sum);
}

}  // namespace

std::string selection_mark(const Manifest& manifest) {
  return manifest.selection.empty() ? manifest.shown_selection_mark : mark_of_selection(manifest.selection);
}

std::string mark_of_selection(const std::vector<std::string>& selection) {
  if (selection.empty()) return {};
  return stream::age::sha256_text(fmt::format("{}", fmt::join(selection, "\n"))).substr(0, 32);
}

bool is_of_chosen_collections(const Manifest& manifest) {
  if (manifest.selection.empty()) return !manifest.shown_selection_mark.empty() && !manifest.shows_exclusions_only;
  return std::any_of(manifest.selection.begin(), manifest.selection.end(), [](const std::string& choice) {
    return !choice.starts_with("excludeCollection=") && !choice.starts_with("nsExclude=");
  });
}

void Totals::add(const CollectionRecord& record) {
  ++collections;
  archive::add(documents, record.documents);
  archive::add(bson_bytes, record.bson_bytes);
  if (!record.error.empty()) ++failed;
}

const std::string& database_of(const Manifest& manifest, const CollectionRecord& record) {
  return record.database.empty() ? manifest.database : record.database;
}

Totals totals_of(const Manifest& manifest) {
  Totals totals;
  for (const CollectionRecord& record : manifest.collections) totals.add(record);
  return totals;
}

}  // namespace mongokeep::archive
