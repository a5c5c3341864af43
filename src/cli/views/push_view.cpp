#include "cli/views/push_view.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/error_fields.h"
#include "base/text/quantity.h"
#include "base/text/time_text.h"

namespace mongokeep::cli {

namespace {

using Outcome = Shipment::Outcome;

std::size_t count_of(const StorePush& store, Outcome outcome) {
  return static_cast<std::size_t>(std::count_if(store.shipments.begin(), store.shipments.end(),
                                                [&](const Shipment& shipment) { return shipment.outcome == outcome; }));
}

const char* word_for(Outcome outcome) {
  switch (outcome) {
    case Outcome::arrived: return "arrived";
    case Outcome::was_there: return "wasThere";
    case Outcome::would_go: return "wouldGo";
    case Outcome::failed: break;
  }
  return "failed";
}

std::string line_for(const Shipment& shipment) {
  const std::string name = shipment.store + ":" + shipment.backup;
  switch (shipment.outcome) {
    case Outcome::arrived: return fmt::format("{}  {}\n", name, size_text(shipment.bytes));
    case Outcome::would_go: return fmt::format("{}  would be shipped, {}\n", name, size_text(shipment.bytes));
    case Outcome::failed: return fmt::format("{}  did not arrive: {}\n", name, shipment.error->cause());
    case Outcome::was_there: break;
  }
  return {};
}

std::string sum_of(const StorePush& store) {
  if (store.error) return fmt::format("{}: cannot be used: {}\n", store.store, store.error->cause());
  return fmt::format("{}: {} shipped, {} there already, {} failed\n", store.store, count_of(store, Outcome::arrived),
                     count_of(store, Outcome::was_there), count_of(store, Outcome::failed));
}

Json shipment_json(const Shipment& shipment) {
  return {{"backup", shipment.backup},
          {"outcome", word_for(shipment.outcome)},
          {"fileCount", shipment.files},
          {"storedBytes", shipment.bytes},
          {"durationMs", shipment.duration.count()},
          {"failingSince", shipment.failing_since ? Json(utc_text(*shipment.failing_since)) : Json()},
          {"error", shipment.error ? error_json(*shipment.error) : Json()}};
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

Json push_json(const PushReport& report) {
  Json stores = Json::array();
  for (const StorePush& store : report.stores) {
    Json shipments = Json::array();
    for (const Shipment& shipment : store.shipments) shipments.push_back(shipment_json(shipment));
    stores.push_back({{"store", store.store},
                      {"required", store.is_required},
                      {"error", store.error ? error_json(*store.error) : Json()},
                      {"shipments", std::move(shipments)}});
  }
  return {{"startedAt", utc_text(report.started_at)},
          {"finishedAt", utc_text(report.finished_at)},
          {"status", report.is_whole() ? "complete" : "partial"},
          {"stores", std::move(stores)}};
}

}  // namespace mongokeep::cli
