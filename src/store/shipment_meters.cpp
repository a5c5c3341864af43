#include "store/shipment_meters.h"

namespace mongokeep::store {

ShipmentMeters::ShipmentMeters(ProgressObserver* observer, const Cargo& cargo) : board_(observer) {
  for (const CargoFile& file : cargo.files()) sizes_.emplace(file.file, file.bytes);
}

void ShipmentMeters::ship(const std::string& file, std::uint64_t bytes) {
  if (ProgressMeter* const meter = find(file)) meter->advance(0, bytes);
}

void ShipmentMeters::read_back(const std::string& file) {
  ProgressMeter* const meter = find(file);
  if (meter != nullptr && meter->stage() != CollectionProgress::Stage::check) {
    meter->enter(CollectionProgress::Stage::check);
  }
}

void ShipmentMeters::succeed() {
  for (const auto& [file, bytes] : sizes_) {
    ProgressMeter* const meter = find(file);
    meter->advance(0, bytes);
    meter->succeed();
  }
}

/// Null for what is not the backup's.
ProgressMeter* ShipmentMeters::find(const std::string& name) {
  const auto found = sizes_.find(name);
  if (found == sizes_.end()) return nullptr;
  auto& meter = meters_[name];
  if (!meter) {
    meter = std::make_unique<ProgressMeter>(board_, name);
    meter->expect_bytes(found->second);
  }
  return meter.get();
}

}  // namespace mongokeep::store
