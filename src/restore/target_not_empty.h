#pragma once

#include <map>
#include <string>
#include <utility>

#include "mongokeep/error.h"

namespace mongokeep::restore {

/// Where the same restore would find nothing in its way.
struct PlaceBeside {
  std::string suffix;  ///< for the databases' names; empty where none is free
  /// Databases of the backup, and where each goes, of all that no --nsTo sends elsewhere.
  std::map<std::string, std::string> databases;
};

/// The target has documents, and nothing says what is to become of them.
class TargetNotEmpty : public Error {
 public:
  TargetNotEmpty(std::string subject, std::string cause, std::string hint, PlaceBeside beside)
      : Error(ErrorKind::configuration, "restore into", std::move(subject), std::move(cause), std::move(hint)),
        beside_(std::move(beside)) {}

  const PlaceBeside& beside() const { return beside_; }

 private:
  PlaceBeside beside_;
};

}  // namespace mongokeep::restore
