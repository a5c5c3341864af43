#include "store/mark_sweep.h"

#include "mongokeep/error.h"
#include "store/shipment_mark.h"

namespace mongokeep::store {

void MarkSweep::remove_mark_of(const std::string& backup) {
  const std::string file = ShipmentMark::file_name_for(backup);
  if (has_failed_ || root_id_.empty() || remote_.settings().append_only || !names_.contains(file)) return;
  try {
    if (is_ours(file, backup)) remote_.remove(file, stop_);
  } catch (const Error& error) {
    if (error.kind() == ErrorKind::stopped) throw;
    has_failed_ = true;
  }
}

bool MarkSweep::is_ours(const std::string& mark_file, const std::string& backup) const {
  const auto text = remote_.read_if_there(mark_file, RemovalNote::longest, stop_);
  return text && ShipmentMark::parse(*text, backup).root == root_id_;
}

}  // namespace mongokeep::store
