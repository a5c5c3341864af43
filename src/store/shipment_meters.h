#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "base/progress_meter.h"
#include "store/cargo.h"

namespace mongokeep::store {

/// Bars for the files of one backup: shipped first, then read back.
class ShipmentMeters {
 public:
  /// The observer is borrowed; null: nobody is told.
  ShipmentMeters(ProgressObserver* observer, const Cargo& cargo);

  /// So many bytes of the file are on their way.
  void ship(const std::string& file, std::uint64_t bytes);
  void read_back(const std::string& file);
  /// Of those, too, that were so small, or there already, that nothing was told of them.
  void succeed();

 private:
  ProgressMeter* find(const std::string& name);

  ProgressBoard board_;
  std::map<std::string, std::uint64_t> sizes_;
  std::map<std::string, std::unique_ptr<ProgressMeter>> meters_;
};

}  // namespace mongokeep::store
