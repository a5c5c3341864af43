#include <algorithm>

#include "mongokeep/restore_service.h"
#include "restore/drill_failure.h"

namespace mongokeep {

bool RestoreReport::is_whole() const {
  return std::all_of(collections.begin(), collections.end(), [](const auto& one) { return one.is_whole(); });
}

bool DrillReport::has_same_documents() const {
  const auto came_back = [](const RestoredCollection& one) {
    const bool holds_documents = one.is_stored && one.type != "view";
    return !holds_documents || (one.duplicates == 0 && one.invalid == 0 && one.failed == 0 && one.error.empty());
  };
  const auto is_equal = [](const CollectionComparison& one) {
    return one.missing == 0 && one.added == 0 && one.changed == 0 && one.error.empty();
  };
  return std::all_of(restored.collections.begin(), restored.collections.end(), came_back) &&
         std::all_of(compared.collections.begin(), compared.collections.end(), is_equal);
}

bool DrillReport::has_same_metadata() const {
  return restored.is_whole() && std::all_of(compared.collections.begin(), compared.collections.end(),
                                            [](const auto& one) { return one.metadata.empty(); });
}

std::optional<Error> DrillReport::failure() const {
  return restore::drill_failure(*this);
}

}  // namespace mongokeep
