#include "store/push_log.h"

#include <chrono>
#include <cstdint>
#include <string>
#include <utility>

#include "base/error_fields.h"

namespace mongokeep::store {

std::vector<LogField> fields_with(const Error& error, std::vector<LogField> fields) {
  for (LogField& field : error_fields(error)) fields.push_back(std::move(field));
  return fields;
}

void tell_arrival(const Shipment& shipment, Log& log) {
  log.of_what_is_done([&] {
    log.progress().info("Backup arrived in the store",
                        {{"store", shipment.store},
                         {"backup", shipment.backup},
                         {"fileCount", static_cast<std::int64_t>(shipment.files)},
                         {"storedBytes", static_cast<std::int64_t>(shipment.bytes)},
                         {"durationMs", static_cast<std::int64_t>(shipment.duration.count())}});
  });
}

void tell_trouble(const Shipment& shipment, Log& log) {
  auto fields = fields_with(*shipment.error, {{"store", shipment.store}, {"backup", shipment.backup}});
  if (shipment.outcome == Shipment::Outcome::failed) {
    log.error("pushBackups: Failed to ship a backup", std::move(fields));
  } else {
    log.warning("pushBackups: A backup that the store has is damaged in the root", std::move(fields));
  }
}

void tell_end(const PushReport& report, Log& log) {
  std::int64_t arrived = 0;
  std::int64_t failed = 0;
  for (const StorePush& store : report.stores) {
    for (const Shipment& shipment : store.shipments) {
      arrived += shipment.outcome == Shipment::Outcome::arrived ? 1 : 0;
      failed += shipment.outcome == Shipment::Outcome::failed ? 1 : 0;
    }
  }
  const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(report.finished_at - report.started_at);
  std::vector<LogField> fields = {{"status", std::string(report.is_whole() ? "complete" : "partial")},
                                  {"storeCount", static_cast<std::int64_t>(report.stores.size())},
                                  {"arrivedCount", arrived},
                                  {"failedCount", failed},
                                  {"durationMs", static_cast<std::int64_t>(took.count())}};
  log.of_what_is_done([&] {
    // What has failed was told of as it did.
    log.progress().info("pushBackups: Push completed", std::move(fields));
  });
}

}  // namespace mongokeep::store
