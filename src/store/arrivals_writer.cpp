#include "store/arrivals_writer.h"

#include "base/error_fields.h"
#include "mongokeep/error.h"

namespace mongokeep::store {

void ArrivalsWriter::remember(const Directory& root, const Arrivals& arrivals, Log& log) {
  if (arrivals == written_) return;
  try {
    arrivals.write(root);
    written_ = arrivals;
  } catch (const Error& error) {
    if (has_warned_) return;
    has_warned_ = true;
    log.warning("The record of what has arrived in the stores cannot be written", error_fields(error));
  }
}

}  // namespace mongokeep::store
