#include "cli/views/cleanup_view.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "base/json.h"
#include "base/time_text.h"
#include "cli/terminal/table.h"
#include "cli/views/backup_json.h"
#include "cli/views/standing_text.h"

namespace mongokeep::cli {

namespace {

std::string_view verdict_text(retention::Verdict verdict) {
  switch (verdict) {
    case retention::Verdict::keep:
    case retention::Verdict::spare: return "keep";
    case retention::Verdict::remove: return "remove";
  }
  return "keep";
}

}  // namespace

std::string plan_table(const std::vector<retention::Decision>& plan) {
  Table table({{"NAME"}, {"STATUS"}, {"DAYS OLD", Align::right}, {"VERDICT"}, {"WHY"}});
  for (const retention::Decision& decision : plan) {
    table.add_row({decision.backup.name, std::string(standing_text(decision.backup.standing)),
                   fmt::format("{:.1f}", retention::in_days(decision.age)), std::string(verdict_text(decision.verdict)),
                   decision.reason});
  }
  return table.text();
}

std::string plan_json(const std::vector<retention::Decision>& plan) {
  Json list = Json::array();
  for (const retention::Decision& decision : plan) {
    Json json = folder_json(decision.backup);
    json["ageDays"] = retention::in_days(decision.age);
    json["verdict"] = verdict_text(decision.verdict);
    json["reason"] = decision.reason;
    list.push_back(std::move(json));
  }
  return json_text(list);
}

std::string report_json(const CleanupReport& report) {
  Json json;
  json["startedAt"] = utc_text(report.started_at);
  json["finishedAt"] = utc_text(report.finished_at);
  json["deletedCount"] = report.removed.size();
  json["failedCount"] = report.failures.size();
  json["keptCount"] = report.kept;
  json["removed"] = Json::array();
  for (const RemovedBackup& removed : report.removed) {
    json["removed"].push_back({{"path", removed.path.string()}, {"ageDays", retention::in_days(removed.age)}});
  }
  json["failures"] = Json::array();
  for (const CleanupFailure& failure : report.failures) {
    json["failures"].push_back({{"path", failure.path.string()}, {"error", failure.error}});
  }
  return json_text(json);
}

}  // namespace mongokeep::cli
