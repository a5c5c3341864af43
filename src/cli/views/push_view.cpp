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

const char* failure_of(const Shipment& shipment) {
  return shipment.is_broken_here ? "is not shipped: it is damaged in the root" : "did not arrive";
}

std::string line_for(const Shipment& shipment) {
  const std::string name = shipment.store + ":" + shipment.backup;
  switch (shipment.outcome) {
    case Outcome::arrived: return fmt::format("{}  {}\n", name, size_text(shipment.bytes));
    case Outcome::would_go: return fmt::format("{}  would be shipped, {}\n", name, size_text(shipment.bytes));
    case Outcome::failed:
      return fmt::format("{}  {}: {}\n", name, failure_of(shipment), printable(shipment.error->cause()));
    case Outcome::was_there: break;
  }
  return shipment.is_broken_here
             ? fmt::format("{}  is there, but is damaged in the root: {}\n", name, printable(shipment.error->cause()))
             : std::string();
}

/// Of a dry run: of all that would go, how many files and bytes.
std::string would_go_text(const StorePush& store) {
  std::uint64_t files = 0;
  std::uint64_t bytes = 0;
  for (const Shipment& shipment : store.shipments) {
    if (shipment.outcome != Outcome::would_go) continue;
    // Its manifest goes as well.
    files += shipment.files + 1;
    bytes += shipment.bytes;
  }
  return fmt::format("{} would be shipped ({}, {})", counted(count_of(store, Outcome::would_go), "backup"),
                     counted(files, "file"), size_text(bytes));
}

std::string sum_of(const StorePush& store, bool is_rehearsal) {
  if (store.error) return fmt::format("{}: cannot be used: {}\n", store.store, printable(store.error->cause()));
  if (is_rehearsal) {
    return fmt::format("{}: {}, {} there already, {} failed\n", store.store, would_go_text(store),
                       count_of(store, Outcome::was_there), count_of(store, Outcome::failed));
  }
  return fmt::format("{}: {} shipped, {} there already, {} failed\n", store.store, count_of(store, Outcome::arrived),
                     count_of(store, Outcome::was_there), count_of(store, Outcome::failed));
}

}  // namespace

std::string push_text(const PushReport& report, bool is_rehearsal) {
  std::string text;
  for (const StorePush& store : report.stores) {
    for (const Shipment& shipment : store.shipments) text += line_for(shipment);
    text += sum_of(store, is_rehearsal);
  }
  return text;
}

}  // namespace mongokeep::cli
