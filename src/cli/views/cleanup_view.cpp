#include "cli/views/cleanup_view.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

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

Json plan_json(const std::vector<retention::Decision>& plan) {
  Json list = Json::array();
  for (const retention::Decision& decision : plan) {
    Json json = folder_json(decision.backup);
    json["ageSeconds"] = decision.age.count();
    json["verdict"] = verdict_text(decision.verdict);
    json["reason"] = decision.reason;
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace mongokeep::cli
