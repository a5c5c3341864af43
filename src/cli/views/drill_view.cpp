#include "cli/views/drill_view.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cstdint>
#include <utility>

#include "cli/terminal/quantity.h"
#include "cli/terminal/text_width.h"
#include "cli/views/restore_view.h"
#include "cli/views/verify_view.h"

namespace mongokeep::cli {

namespace {

std::string summary(const DrillReport& report) {
  std::uint64_t same = 0;
  for (const CollectionComparison& one : report.compared.collections) same += one.same;
  const std::string documents = count_text(same) + (same == 1 ? " document" : " documents");
  const std::string where =
      fmt::format("scratch database {}, dropped again", fmt::join(report.scratch_databases, ", "));
  if (!report.has_same_documents()) return fmt::format("not proven: {} came back byte for byte ({})", documents, where);
  return fmt::format("proven: {} came back byte for byte, {} ({})", documents,
                     report.has_same_metadata() ? "and all options, indexes and views" : "but not all of the rest",
                     where);
}

}  // namespace

DrillReport cleaned(DrillReport report, const mongo::Redactor& redactor) {
  report.restored = cleaned(std::move(report.restored), redactor);
  report.compared = cleaned(std::move(report.compared), redactor);
  return report;
}

std::string drill_text(const DrillReport& report) {
  return troubles_text(report.restored) + differences_text(report.compared) + printable(summary(report)) + "\n";
}

Json drill_json(const DrillReport& report) {
  Json json;
  json["sameDocuments"] = report.has_same_documents();
  json["sameMetadata"] = report.has_same_metadata();
  json["scratchDatabases"] = report.scratch_databases;
  json["restored"] = report_json(report.restored);
  json["compared"] = report_json(report.compared);
  return json;
}

}  // namespace mongokeep::cli
