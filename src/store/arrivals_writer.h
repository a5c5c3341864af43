#pragma once

#include <utility>

#include "base/files/directory.h"
#include "base/log.h"
#include "store/arrivals.h"

namespace mongokeep::store {

/// Writes a root's record of what has arrived, where it has changed. It is a cache: one that cannot be written, for
/// want of room on the root's disk perhaps, stops nothing, and is told of once.
class ArrivalsWriter {
 public:
  ArrivalsWriter() = default;
  /// Of a record that was read from the root.
  explicit ArrivalsWriter(Arrivals read) : written_(std::move(read)) {}

  /// It was read again.
  void start_from(Arrivals read) { written_ = std::move(read); }
  void remember(const Directory& root, const Arrivals& arrivals, Log& log);

 private:
  Arrivals written_;
  bool has_warned_ = false;
};

}  // namespace mongokeep::store
