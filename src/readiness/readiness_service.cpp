#include <algorithm>
#include <memory>
#include <stop_token>
#include <utility>

#include "mongokeep/readiness.h"
#include "readiness/backups_check.h"
#include "readiness/drill_check.h"
#include "readiness/encryption_check.h"
#include "readiness/hooks_check.h"
#include "readiness/root_check.h"
#include "readiness/schedule_check.h"
#include "readiness/server_check.h"
#include "readiness/space_check.h"
#include "readiness/stores_check.h"
#include "readiness/survey.h"

namespace mongokeep {

namespace {

using readiness::Findings;
using readiness::Look;
using readiness::SharedFigures;
using Topic = ReadinessTopic;

int rank(ReadinessVerdict verdict) {
  switch (verdict) {
    case ReadinessVerdict::ok:
    case ReadinessVerdict::unknown: return 0;
    case ReadinessVerdict::warning: return 1;
    case ReadinessVerdict::failed: return 2;
  }
  return 0;
}

/// Each look owns what it uses: one that hangs may outlive the service.
std::vector<Look> looks_of(const ReadinessSettings& given, const Clock& clock,
                           const std::shared_ptr<SharedFigures>& figures) {
  const auto settings = std::make_shared<const ReadinessSettings>(given);
  std::vector<Look> looks = {
      {"the server",
       {Topic::server, Topic::database, Topic::rights, Topic::clock},
       [=](Findings& findings, const std::stop_token& stop) {
         readiness::check_server(*settings, clock, findings, *figures, stop);
       }},
      {"the server of the drills",
       {Topic::drills},
       [=](Findings& findings, const std::stop_token& stop) {
         readiness::check_drills(*settings, clock, findings, stop);
       }},
      {"the time zones",
       {Topic::schedule, Topic::retention},
       [=](Findings& findings, const std::stop_token&) {
         readiness::check_schedule(*settings, clock(), findings);
         readiness::check_retention(*settings, clock(), findings);
       }},
      {"the file system of the root",
       {Topic::root, Topic::backups},
       [=](Findings& findings, const std::stop_token&) {
         readiness::check_root(settings->backup, findings, *figures);
         readiness::check_daemon(settings->backup, findings);
         readiness::check_backups(*settings, clock(), findings, *figures);
       }},
      {"the file system of the keys",
       {Topic::encryption},
       [=](Findings& findings, const std::stop_token&) { readiness::check_encryption(*settings, findings); }},
      {"the health-check service",
       {Topic::hooks},
       [=](Findings& findings, const std::stop_token& stop) {
         readiness::check_hooks(settings->tasks.hooks, findings, stop);
       }},
  };
  if (settings->stores.stores.empty()) return looks;
  looks.push_back({"rclone", {Topic::stores}, [=](Findings& findings, const std::stop_token& stop) {
                     readiness::check_rclone(*settings, findings, stop);
                   }});
  // Each by itself: one that hangs keeps no other one from being looked at.
  for (const StoreSettings& store : settings->stores.stores) {
    looks.push_back({"the store " + store.name,
                     {Topic::stores},
                     [=, name = store.name](Findings& findings, const std::stop_token& stop) {
                       readiness::check_store(*settings, name, findings, stop);
                     }});
  }
  return looks;
}

}  // namespace

ReadinessVerdict ReadinessReport::verdict() const {
  ReadinessVerdict worst = ReadinessVerdict::ok;
  for (const ReadinessFinding& one : findings) {
    if (rank(one.verdict) > rank(worst)) worst = one.verdict;
  }
  return worst;
}

struct ReadinessService::State {
  ReadinessSettings settings;
  Clock clock = system_clock();
};

ReadinessService::ReadinessService(ReadinessSettings settings)
    : state_(std::make_unique<State>(State{std::move(settings)})) {}

ReadinessService::~ReadinessService() = default;
ReadinessService::ReadinessService(ReadinessService&&) noexcept = default;
ReadinessService& ReadinessService::operator=(ReadinessService&&) noexcept = default;

void ReadinessService::set_clock(Clock clock) {
  state_->clock = std::move(clock);
}

ReadinessReport ReadinessService::check(const std::stop_token& stop) {
  const auto figures = std::make_shared<SharedFigures>();
  ReadinessReport report;
  report.findings =
      readiness::survey(looks_of(state_->settings, state_->clock, figures), state_->settings.time_limit, stop);
  const auto behind = std::find_if(report.findings.begin(), report.findings.end(),
                                   [](const ReadinessFinding& one) { return one.topic > Topic::space; });
  report.findings.insert(behind, readiness::judge_space(figures->get()));
  return report;
}

}  // namespace mongokeep
