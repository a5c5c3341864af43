#include "cli/terminal/run_summary.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>
#include <string_view>

#include "base/text/quantity.h"
#include "base/text/shell_word.h"
#include "cli/terminal/text_width.h"

namespace mongokeep::cli {

namespace {

using Kind = RunProgress::Kind;

/// How a run is spoken of.
struct RunWords {
  std::string_view doing;
  std::string_view done;
  std::string_view place;  ///< between the collections and the backup's folder
};

RunWords words_for(Kind kind) {
  switch (kind) {
    case Kind::backup: return {"Backing up", "Backed up", "into"};
    case Kind::restore: return {"Restoring", "Restored", "from"};
    case Kind::rehearsal: return {"Dry run: reading", "Read", "from"};
    case Kind::verification: return {"Verifying", "Verified", "of"};
    case Kind::comparison: return {"Comparing", "Compared", "of"};
    case Kind::drill: return {"Drill: restoring", "Restored and compared", "from"};
    case Kind::rewrap: return {"Rewrapping", "Rewrapped", "of"};
    case Kind::shipment: return {"Shipping", "Shipped", "to"};
    case Kind::return_journey: return {"Bringing back", "Brought back", "from"};
  }
  return {"Reading", "Read", "of"};
}

/// What a run is told of.
std::string_view thing_of(Kind kind) {
  return kind == Kind::shipment || kind == Kind::return_journey ? "file" : "collection";
}

std::string names_line(std::string_view word, const std::vector<std::string>& names, std::string_view colour,
                       Colours colours) {
  constexpr std::size_t most_names = 5;
  if (names.empty()) return {};
  const std::span<const std::string> shown(names.data(), std::min(names.size(), most_names));
  std::string line = fmt::format("{}: {}", word, printable(fmt::format("{}", fmt::join(shown, ", "))));
  if (names.size() > most_names) line += fmt::format(" and {} more", names.size() - most_names);
  return coloured(line, colour, colours) + "\n";
}

}  // namespace

void RunTotals::add(const CollectionProgress& progress, ProgressObserver::Outcome outcome) {
  using Outcome = ProgressObserver::Outcome;
  if (outcome == Outcome::stopped) return;
  if (outcome == Outcome::failed) {
    failed.push_back(progress.name);
    return;
  }
  if (outcome == Outcome::partial) partial.push_back(progress.name);
  ++collections;
  documents += progress.documents;
  bytes += progress.bytes;
  stored_bytes += progress.stored_bytes;
}

std::string run_heading(const RunProgress& run) {
  const RunWords words = words_for(run.kind);
  return fmt::format("{} {} {} {}\n", words.doing, counted(run.collections.size(), thing_of(run.kind)), words.place,
                     printable(run.folder.string()));
}

std::string run_summary(const RunProgress& run, const RunTotals& totals, Colours colours) {
  const std::uint64_t all = totals.collections + totals.failed.size();
  std::string text = fmt::format("{} ", words_for(run.kind).done);
  if (!totals.failed.empty()) text += count_text(totals.collections) + " of ";
  text += counted(all, thing_of(run.kind)) + ": ";
  if (run.reads_documents) text += counted(totals.documents, "document") + ", ";
  text += fmt::format("{} in {}", size_text(totals.stored_bytes), duration_text(run.elapsed));
  const double seconds = std::chrono::duration<double>(run.elapsed).count();
  if (totals.bytes > 0 && seconds > 0) text += ", " + speed_text(static_cast<double>(totals.bytes) / seconds);
  text += "\n";
  text += names_line(run.kind == Kind::comparison ? "different" : "partial", totals.partial, ansi::yellow, colours);
  text += names_line("failed", totals.failed, ansi::red, colours);
  if (run.kind == Kind::backup) {
    text += fmt::format("details: mongokeep show {} --root {}\n", printable(shell_word(run.folder.filename().string())),
                        printable(shell_word(run.folder.parent_path().string())));
  }
  return text;
}

}  // namespace mongokeep::cli
