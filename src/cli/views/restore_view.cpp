#include "cli/views/restore_view.h"

#include <fmt/format.h>

#include <cstdint>
#include <string_view>
#include <utility>

#include "base/text/quantity.h"
#include "cli/terminal/table.h"
#include "cli/terminal/text_width.h"
#include "cli/views/backup_json.h"

namespace mongokeep::cli {

namespace {

using Found = RestoredCollection::Found;

std::string_view found_text(Found found) {
  switch (found) {
    case Found::nothing: return "nothing";
    case Found::empty: return "empty";
    case Found::filled: return "filled";
  }
  return "";
}

std::string count_or_nothing(std::uint64_t count) {
  return count == 0 ? "" : count_text(count);
}

std::string note_for(const RestoredCollection& collection) {
  if (!collection.error.empty()) return "failed";
  if (collection.type == "view") return collection.refused.empty() ? "view" : "view, refused";
  if (!collection.is_whole()) return "partial";
  return collection.left_out_indexes == 0
             ? ""
             : fmt::format("{} left out", collection.left_out_indexes == 1
                                              ? "1 index"
                                              : count_text(collection.left_out_indexes) + " indexes");
}

std::string collection_table(const RestoreReport& report, std::optional<std::size_t> width) {
  const std::string written = report.is_dry_run ? "WOULD BE WRITTEN" : "WRITTEN";
  Table table({{.heading = "COLLECTION", .fit = Table::Fit::cut},
               {.heading = "INTO", .fit = Table::Fit::cut},
               {.heading = report.is_dry_run ? "THERE NOW" : ""},
               {.heading = written, .align = Align::right},
               {.heading = "PRESENT", .align = Align::right},
               {.heading = "DUPLICATE", .align = Align::right},
               {.heading = "INVALID", .align = Align::right},
               {.heading = "FAILED", .align = Align::right},
               {.heading = "INDEXES", .align = Align::right},
               {.heading = "NOTE"}});
  for (const RestoredCollection& one : report.collections) {
    const bool is_moved = one.target != one.stored_collection;
    table.add_row({one.stored_collection, is_moved ? one.target : "",
                   report.is_dry_run ? std::string(found_text(one.found)) : "",
                   one.type == "view" ? "" : count_text(one.inserted + one.replaced), count_or_nothing(one.present),
                   count_or_nothing(one.duplicates), count_or_nothing(one.invalid), count_or_nothing(one.failed),
                   count_or_nothing(one.indexes), note_for(one)});
  }
  return table.text(width);
}

/// How many documents went, or would go, into how many collections: those alone into which one did.
std::string written_text(const RestoreReport& report) {
  std::uint64_t documents = 0;
  std::uint64_t collections = 0;
  for (const RestoredCollection& one : report.collections) {
    documents += one.inserted + one.replaced;
    collections += one.inserted + one.replaced > 0 ? 1 : 0;
  }
  const std::string_view verb = report.is_dry_run ? "would be" : documents == 1 ? "was" : "were";
  if (documents == 0) return fmt::format("0 documents {} written", verb);
  return fmt::format("{} in {} {} written", counted(documents, "document"), counted(collections, "collection"), verb);
}

/// What the list above the summary tells of, in numbers.
std::string shortfall(const RestoreReport& report) {
  std::uint64_t failed = 0;
  std::uint64_t partial = 0;
  for (const RestoredCollection& one : report.collections) {
    failed += one.error.empty() ? 0 : 1;
    partial += one.error.empty() && !one.is_whole() ? 1 : 0;
  }
  std::string text;
  if (failed > 0) text += fmt::format("; {} failed", counted(failed, "collection"));
  if (partial > 0)
    text += fmt::format("; {} {} restored partially", counted(partial, "collection"),
                        report.is_dry_run ? "would be"
                        : partial == 1    ? "was"
                                          : "were");
  return text;
}

std::string summary(const RestoreReport& report) {
  return fmt::format("\n{}{}{}.\n", report.is_dry_run ? "Dry run: " : "", written_text(report), shortfall(report));
}

Json json_of(const RestoredCollection& one) {
  Json lost_documents = Json::array();
  for (const LostDocument& lost : one.lost) {
    lost_documents.push_back({{"line", lost.line}, {"document", text_or_null(lost.document)}, {"reason", lost.reason}});
  }
  return {{"collectionName", one.stored_collection},
          {"targetName", one.target},
          {"type", one.type},
          {"found", found_text(one.found)},
          {"documentCount", one.documents},
          {"insertedCount", one.inserted},
          {"replacedCount", one.replaced},
          {"presentCount", one.present},
          {"duplicateCount", one.duplicates},
          {"invalidCount", one.invalid},
          {"failedCount", one.failed},
          {"indexCount", one.indexes},
          {"leftOutIndexCount", one.left_out_indexes},
          {"refusals", one.refused},
          {"lostDocuments", std::move(lost_documents)},
          {"unconfirmed", text_or_null(one.unconfirmed)},
          {"error", text_or_null(one.error)}};
}

}  // namespace

RestoreReport cleaned(RestoreReport report, const Redactor& redactor) {
  for (RestoredCollection& one : report.collections) {
    one.error = redactor.cleaned(one.error);
    one.unconfirmed = redactor.cleaned(one.unconfirmed);
    for (std::string& part : one.refused) part = redactor.cleaned(part);
    for (LostDocument& lost : one.lost) lost.reason = redactor.cleaned(lost.reason);
  }
  return report;
}

std::string restore_text(const RestoreReport& report, std::optional<std::size_t> width) {
  const std::string troubles = troubles_text(report);
  return collection_table(report, width) + (troubles.empty() ? "" : "\n") + troubles + summary(report);
}

std::string troubles_text(const RestoreReport& report) {
  std::string text;
  const auto add = [&](const RestoredCollection& one, const std::string& what) {
    text += fmt::format("  {}: {}\n", printable(one.target), printable(what));
  };
  for (const RestoredCollection& one : report.collections) {
    for (const std::string& part : one.refused) add(one, part);
    for (const LostDocument& lost : one.lost) {
      add(one,
          fmt::format("line {}: {}{}{}", lost.line, lost.reason, lost.document.empty() ? "" : ": ", lost.document));
    }
    // Of what is shown, not every place has cost a document.
    const std::uint64_t lost = one.duplicates + one.invalid + one.failed;
    const std::uint64_t not_shown = lost - std::min<std::uint64_t>(lost, one.lost.size());
    if (not_shown > 0) add(one, "and " + counted(not_shown, "more document"));
    if (!one.unconfirmed.empty()) {
      add(one, "written, but not confirmed by the write concern: " + one.unconfirmed);
    }
    if (!one.error.empty()) add(one, one.error);
  }
  return text.empty() ? text : "Not restored completely:\n" + text;
}

Json report_json(const RestoreReport& report) {
  Json json = {{"backupPath", report.folder.string()},
               {"status", report.is_whole() ? "complete" : "partial"},
               {"dryRun", report.is_dry_run},
               {"warnings", report.warnings},
               {"collections", Json::array()}};
  for (const RestoredCollection& one : report.collections) json["collections"].push_back(json_of(one));
  return json;
}

}  // namespace mongokeep::cli
