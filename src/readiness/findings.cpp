#include "readiness/findings.h"

#include <algorithm>
#include <utility>

#include "base/text/with_cause.h"

namespace mongokeep::readiness {

void Findings::add(Finding finding) {
  const std::lock_guard lock(mutex_);
  findings_.push_back(std::move(finding));
}

void Findings::add(Topic topic, Verdict verdict, std::string finding, std::string hint) {
  add({topic, verdict, std::move(finding), std::move(hint)});
}

void Findings::add(Topic topic, Verdict verdict, const Error& error) {
  add({topic, verdict, text_of(error), error.hint()});
}

void Findings::add_unlooked(const std::vector<Topic>& topics, const std::string& reason) {
  for (const Topic topic : topics) {
    if (!has(topic)) add(topic, Verdict::unknown, "not checked: " + reason);
  }
}

bool Findings::has(Topic topic) const {
  const std::lock_guard lock(mutex_);
  return std::any_of(findings_.begin(), findings_.end(), [&](const Finding& one) { return one.topic == topic; });
}

std::vector<Finding> Findings::all() const {
  const std::lock_guard lock(mutex_);
  return findings_;
}

std::string text_of(const Error& error) {
  std::string text = "cannot " + error.operation();
  if (!error.subject().empty()) text += " " + error.subject();
  return with_cause(std::move(text), error.cause());
}

}  // namespace mongokeep::readiness
