#include "backup/shrinkage.h"

#include <map>
#include <optional>
#include <utility>

namespace mongokeep::backup {

namespace {

using archive::CollectionRecord;
using Key = std::pair<std::string, std::string>;

Key key_of(const CollectionRecord& record) {
  return {record.database, record.name};
}

bool has_documents_stored(const CollectionRecord& record) {
  return record.error.empty() && !record.file.empty();
}

/// In floating point, where no count is too large to be multiplied: exact up to 90 trillion documents.
bool has_lost_more_than(int percent, const CollectionRecord& before, const CollectionRecord& now) {
  const auto previous = static_cast<double>(before.documents);
  return 100 * (previous - static_cast<double>(now.documents)) > percent * previous;
}

std::optional<Shrinkage::Kind> loss(const CollectionRecord& before, const CollectionRecord& now, int percent) {
  if (now.documents == 0) return Shrinkage::Kind::emptied;
  if (has_lost_more_than(percent, before, now)) return Shrinkage::Kind::shrunk;
  return std::nullopt;
}

}  // namespace

std::vector<Shrinkage> shrunken(const archive::Manifest& before, const archive::Manifest& now, int percent,
                                Scope scope) {
  std::map<Key, const CollectionRecord*> records;
  for (const CollectionRecord& record : now.collections) records.emplace(key_of(record), &record);

  std::vector<Shrinkage> found;
  for (const CollectionRecord& previous : before.collections) {
    if (!has_documents_stored(previous) || previous.documents == 0) continue;
    const auto add = [&](Shrinkage::Kind kind, std::uint64_t documents) {
      found.push_back({kind, previous.database, previous.name, documents, previous.documents});
    };
    const auto record = records.find(key_of(previous));
    if (record == records.end()) {
      if (scope == Scope::everything) add(Shrinkage::Kind::gone, 0);
    } else if (has_documents_stored(*record->second)) {
      const auto kind = loss(previous, *record->second, percent);
      if (kind) add(*kind, record->second->documents);
    }
  }
  return found;
}

}  // namespace mongokeep::backup
