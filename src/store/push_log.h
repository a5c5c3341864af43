#pragma once

#include <vector>

#include "base/log.h"
#include "mongokeep/push_report.h"

namespace mongokeep::store {

// What the log says of a push.

/// The fields of an error, behind these.
std::vector<LogField> fields_with(const Error& error, std::vector<LogField> fields);
void tell_arrival(const Shipment& shipment, Log& log);
/// One that did not arrive, or is damaged here although the store has it.
void tell_trouble(const Shipment& shipment, Log& log);
void tell_end(const PushReport& report, Log& log);

}  // namespace mongokeep::store
