#pragma once

#include <mutex>
#include <string>
#include <vector>

#include "mongokeep/error.h"
#include "mongokeep/readiness.h"

namespace mongokeep::readiness {

using Topic = ReadinessTopic;
using Verdict = ReadinessVerdict;
using Finding = ReadinessFinding;

/// The list that findings are put on. From any thread.
class Findings {
 public:
  void add(Topic topic, Verdict verdict, std::string finding, std::string hint = {});
  void add(Finding finding);
  /// An error as a finding: "cannot <operation> <subject>: <cause>", and its hint.
  void add(Topic topic, Verdict verdict, const Error& error);
  /// What was not looked at, and why.
  void add_unlooked(const std::vector<Topic>& topics, const std::string& reason);

  bool has(Topic topic) const;
  /// So far, in the order they came.
  std::vector<Finding> all() const;

 private:
  mutable std::mutex mutex_;
  std::vector<Finding> findings_;
};

/// The error without its hint.
std::string text_of(const Error& error);

}  // namespace mongokeep::readiness
