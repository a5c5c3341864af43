#include "cli/views/push_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text/quantity.h"
#include "cli/terminal/text_width.h"

namespace mongokeep::cli {

namespace {

using Outcome = Shipment::Outcome;

std::size_t count_of(const StorePush& store, Outcome outcome) {
  return static_cast<std::size_t>(std::count_if(store.shipments.begin(), store.shipments.end(),
                                                [&](const Shipment& shipment) { return shipment.outcome == outcome; }));
}

std::string line_for(const Shipment& shipment) {
  const std::string name = shipment.store + ":" + shipment.backup;
  switch (shipment.outcome) {
    case Outcome::arrived: return fmt::format("{}  {}\n", name, size_text(shipment.bytes));
    case Outcome::would_go: return fmt::format("{}  would be shipped, {}\n", name, size_text(shipment.bytes));
    case Outcome::failed: return fmt::format("{}  did not arrive: {}\n", name, printable(shipment.error->cause()));
    case Outcome::was_there: break;
  }
  return {};
}

std::string sum_of(const StorePush& store) {
  if (store.error) return fmt::format("{}: cannot be used: {}\n", store.store, printable(store.error->cause()));
  return fmt::format("{}: {} shipped, {} there already, {} failed\n", store.store, count_of(store, Outcome::arrived),
                     count_of(store, Outcome::was_there), count_of(store, Outcome::failed));
}

}  // namespace

std::string push_text(const PushReport& report) {
  std::string text;
  for (const StorePush& store : report.stores) {
    for (const Shipment& shipment : store.shipments) text += line_for(shipment);
    text += sum_of(store);
  }
  return text;
}

}  // namespace mongokeep::cli
