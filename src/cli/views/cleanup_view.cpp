#include "cli/views/cleanup_view.h"

#include <fmt/format.h>

#include <string_view>
#include <utility>

#include "cli/terminal/table.h"
#include "cli/views/backup_json.h"

namespace mongokeep::cli {

namespace {

std::string_view verdict_text(CleanupDecision::Verdict verdict) {
  return verdict == CleanupDecision::Verdict::remove ? "remove" : "keep";
}

double in_days(std::chrono::seconds age) {
  return static_cast<double>(age.count()) / 86400;
}

}  // namespace

std::string plan_table(const std::vector<CleanupDecision>& plan) {
  Table table({{"NAME"}, {"STATUS"}, {"DAYS OLD", Align::right}, {"VERDICT"}, {"WHY"}});
  for (const CleanupDecision& decision : plan) {
    // A store's is named as commands take it.
    const bool is_in_store = !decision.store.empty();
    table.add_row({is_in_store ? decision.backup.path.string() : decision.backup.name,
                   std::string(to_text(decision.backup.state)), fmt::format("{:.1f}", in_days(decision.age)),
                   std::string(verdict_text(decision.verdict)), decision.reason});
  }
  return table.text();
}

Json plan_json(const std::vector<CleanupDecision>& plan) {
  Json list = Json::array();
  for (const CleanupDecision& decision : plan) {
    Json json = folder_json(decision.backup);
    json["store"] = text_or_null(decision.store);
    json["ageSeconds"] = decision.age.count();
    json["verdict"] = verdict_text(decision.verdict);
    json["reason"] = decision.reason;
    list.push_back(std::move(json));
  }
  return list;
}

}  // namespace mongokeep::cli
