#include "cli/views/drill_view.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cstdint>
#include <utility>

#include "base/text/quantity.h"
#include "cli/terminal/text_width.h"
#include "cli/views/restore_view.h"
#include "cli/views/verify_view.h"

namespace mongokeep::cli {

namespace {

/// How documents came back, which is as much as the text can tell.
std::string manner(const DrillReport& report) {
  if (report.text_format == "canonical") return "byte for byte";
  return fmt::format("as far as {} JSON stores types", report.text_format);
}

/// What the backup itself does not have, so that nothing is proven of it.
std::string unproven(const DrillReport& report) {
  const auto missing = std::count_if(report.restored.collections.begin(), report.restored.collections.end(),
                                     [](const RestoredCollection& one) { return !one.is_stored; });
  if (missing == 0) return {};
  return fmt::format("; {} {} not in the backup, so nothing is proven about {}",
                     counted(static_cast<std::uint64_t>(missing), "collection"), missing == 1 ? "is" : "are",
                     missing == 1 ? "it" : "them");
}

std::string summary(const DrillReport& report) {
  std::uint64_t same = 0;
  for (const CollectionComparison& one : report.compared.collections) same += one.same;
  const std::string documents = counted(same, "document");
  const std::string where = fmt::format("scratch database {}, {}", fmt::join(report.scratch_databases, ", "),
                                        report.left_over.empty() ? "dropped" : report.left_over);
  if (!report.has_same_documents()) {
    return fmt::format("not proven: {} restored {}{} ({})", documents, manner(report), unproven(report), where);
  }
  return fmt::format(
      "proven: {} restored {}, {}{} ({})", documents, manner(report),
      report.has_same_metadata() ? "with all options, indexes and views" : "but not every option, index and view",
      unproven(report), where);
}

}  // namespace

DrillReport cleaned(DrillReport report, const Redactor& redactor) {
  report.restored = cleaned(std::move(report.restored), redactor);
  report.compared = cleaned(std::move(report.compared), redactor);
  report.left_over = redactor.cleaned(report.left_over);
  return report;
}

std::string drill_text(const DrillReport& report) {
  return troubles_text(report.restored) + differences_text(report.compared) + printable(summary(report)) + "\n";
}

Json drill_json(const DrillReport& report) {
  Json json = Json::object();
  json["hasSameDocuments"] = report.has_same_documents();
  json["hasSameMetadata"] = report.has_same_metadata();
  json["textFormat"] = report.text_format;
  json["scratchDatabases"] = report.scratch_databases;
  json["leftOver"] = text_or_null(report.left_over);
  json["restored"] = report_json(report.restored);
  json["comparison"] = report_json(report.compared);
  return json;
}

}  // namespace mongokeep::cli
