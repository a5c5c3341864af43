#include "mongokeep/push_report.h"

#include <algorithm>

namespace mongokeep {

bool StorePush::has_failed() const {
  return error || std::any_of(shipments.begin(), shipments.end(),
                              [](const Shipment& shipment) { return shipment.outcome == Shipment::Outcome::failed; });
}

bool StorePush::has_damage() const {
  return std::any_of(shipments.begin(), shipments.end(), [&](const Shipment& shipment) {
    const bool is_damage = shipment.error && shipment.error->kind() == ErrorKind::damaged;
    return is_damage && (shipment.is_broken_here || is_required);
  });
}

bool StorePush::has_broken_here() const {
  return std::any_of(shipments.begin(), shipments.end(),
                     [](const Shipment& shipment) { return shipment.is_broken_here; });
}

bool PushReport::is_whole() const {
  return std::none_of(stores.begin(), stores.end(), [](const StorePush& store) {
    return (store.is_required && store.has_failed()) || store.has_broken_here();
  });
}

bool PushReport::has_damage() const {
  return std::any_of(stores.begin(), stores.end(), [](const StorePush& store) { return store.has_damage(); });
}

}  // namespace mongokeep
