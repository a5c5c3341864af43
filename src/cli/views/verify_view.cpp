#include "cli/views/verify_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/text/quantity.h"
#include "cli/terminal/text_width.h"
#include "cli/views/drill_view.h"

namespace mongokeep::cli {

namespace {

std::string_view kind_text(DifferentDocument::Kind kind) {
  switch (kind) {
    case DifferentDocument::Kind::missing: return "missing";
    case DifferentDocument::Kind::added: return "added";
    case DifferentDocument::Kind::changed: return "changed";
  }
  return "";
}

/// As compilers print places, so that editors jump there.
std::string damage_text(const Damage& damage) {
  std::string place = damage.file.string();
  if (damage.line != 0) place += fmt::format(":{}:{}", damage.line, damage.column);
  const std::string of = damage.collection.empty() ? "" : fmt::format(" ({})", damage.collection);
  return printable(fmt::format("{}: {}{}", place, damage.problem, of)) + "\n";
}

std::string summary(const Verification& verification) {
  const VerifyReport& report = verification.report;
  std::string text =
      report.damages.empty() ? "sound" : fmt::format("damaged in {}", counted(report.damages.size(), "place"));
  text += ": " + counted(report.files, "file");
  if (report.documents > 0) text += ", " + counted(report.documents, "document");
  return text + fmt::format(", {}, read in {}\n", size_text(report.bytes), duration_text(verification.took));
}

std::string sample_text(const DifferentDocument& sample) {
  std::string text = fmt::format("  {} {}\n", kind_text(sample.kind), printable(sample.id));
  if (sample.kind != DifferentDocument::Kind::changed) return text;
  text += fmt::format("    backup   {}\n", printable(sample.stored));
  return text + fmt::format("    database {}\n", printable(sample.live));
}

std::string collection_text(const CollectionComparison& found) {
  const bool is_moved = found.stored_collection != found.live_collection;
  std::string text = printable(found.stored_collection);
  if (is_moved) text += " and " + printable(found.live_collection);
  if (!found.error.empty()) return text + fmt::format(": not compared: {}\n", printable(found.error));
  const std::uint64_t all = found.missing + found.added + found.changed;
  if (all > 0) {
    text += fmt::format(": {} missing, {} added, {} changed, {} the same\n", count_text(found.missing),
                        count_text(found.added), count_text(found.changed), count_text(found.same));
  } else {
    text += found.same > 0 ? ": all documents are the same\n" : ":\n";
  }
  for (const std::string& difference : found.metadata) text += "  " + printable(difference) + "\n";
  for (const DifferentDocument& sample : found.samples) text += sample_text(sample);
  if (all > found.samples.size() && !found.samples.empty()) {
    text += fmt::format("  and {} more\n", count_text(all - found.samples.size()));
  }
  return text;
}

std::string comparison_text(const ComparisonReport& report) {
  std::string text = differences_text(report);
  const auto differing = std::count_if(report.collections.begin(), report.collections.end(),
                                       [](const CollectionComparison& found) { return !found.is_same(); });
  for (const std::string& name : report.not_in_backup) text += printable(name) + ": not in the backup\n";
  for (const std::string& note : report.notes) text += "note: " + printable(note) + "\n";
  if (report.is_same()) {
    return text + fmt::format("same: {} match the database\n", counted(report.collections.size(), "collection"));
  }
  return text + fmt::format("different: {} of {}; {} only in the database\n",
                            count_text(static_cast<std::uint64_t>(differing)),
                            counted(report.collections.size(), "collection"), count_text(report.not_in_backup.size()));
}

Json json_of(const Damage& damage) {
  const bool has_place = damage.line != 0;
  return {{"filePath", damage.file.string()},
          {"collectionName", text_or_null(damage.collection)},
          {"line", has_place ? Json(damage.line) : Json()},
          {"column", has_place ? Json(damage.column) : Json()},
          {"problem", damage.problem}};
}

Json json_of(const CollectionComparison& found) {
  Json samples = Json::array();
  for (const DifferentDocument& sample : found.samples) {
    samples.push_back({{"kind", kind_text(sample.kind)},
                       {"id", sample.id},
                       {"stored", text_or_null(sample.stored)},
                       {"live", text_or_null(sample.live)}});
  }
  return {{"collectionName", found.stored_collection},
          {"targetName", found.live_collection},
          {"sameCount", found.same},
          {"missingCount", found.missing},
          {"addedCount", found.added},
          {"changedCount", found.changed},
          {"differences", found.metadata},
          {"samples", std::move(samples)},
          {"error", text_or_null(found.error)}};
}

}  // namespace

std::string differences_text(const ComparisonReport& report) {
  std::string text;
  for (const CollectionComparison& found : report.collections) {
    if (!found.is_same()) text += collection_text(found);
  }
  return text;
}

Json report_json(const ComparisonReport& report) {
  Json json = {{"status", report.is_same() ? "same" : "different"}, {"collections", Json::array()}};
  for (const CollectionComparison& found : report.collections) json["collections"].push_back(json_of(found));
  json["notInBackup"] = report.not_in_backup;
  json["notes"] = report.notes;
  return json;
}

VerifyReport cleaned(VerifyReport report, const Redactor& redactor) {
  for (Damage& damage : report.damages) damage.problem = redactor.cleaned(damage.problem);
  for (std::string& note : report.notes) note = redactor.cleaned(note);
  return report;
}

ComparisonReport cleaned(ComparisonReport report, const Redactor& redactor) {
  for (CollectionComparison& found : report.collections) found.error = redactor.cleaned(found.error);
  return report;
}

std::string verify_text(const Verification& verification) {
  std::string text;
  for (const Damage& damage : verification.report.damages) text += damage_text(damage);
  for (const std::string& note : verification.report.notes) text += "note: " + printable(note) + "\n";
  text += summary(verification);
  if (verification.comparison) text += comparison_text(*verification.comparison);
  if (verification.drill) text += drill_text(*verification.drill);
  return text;
}

Json verify_json(const Verification& verification) {
  const VerifyReport& report = verification.report;
  Json json = {{"backupPath", report.folder.string()},
               {"status", report.damages.empty() ? "sound" : "damaged"},
               {"fileCount", report.files},
               {"documentCount", report.documents},
               {"readBytes", report.bytes},
               {"durationMs", verification.took.count()},
               {"damages", Json::array()},
               {"notes", report.notes}};
  for (const Damage& damage : report.damages) json["damages"].push_back(json_of(damage));
  json["comparison"] = verification.comparison ? report_json(*verification.comparison) : Json();
  json["drill"] = verification.drill ? drill_json(*verification.drill) : Json();
  return json;
}

}  // namespace mongokeep::cli
