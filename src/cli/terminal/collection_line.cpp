#include "cli/terminal/collection_line.h"

#include <algorithm>

#include "base/text/quantity.h"
#include "cli/terminal/text_width.h"

namespace mongokeep::cli {

namespace {

constexpr std::size_t count_width = 11;  // 999,999,999
constexpr std::string_view many_documents = " documents";
constexpr std::string_view one_document = " document ";
constexpr std::size_t size_width = 8;   // 1023 KiB
constexpr std::size_t time_width = 12;  // 59 min 59 s
constexpr std::size_t narrowest_name = 15;
constexpr std::string_view gap = "  ";

std::string numbers(const CollectionProgress& progress, const RunProgress& run, const LineLayout& layout) {
  std::string text;
  if (run.reads_documents) {
    text += gap;
    text += padded(count_text(progress.documents), count_width, Align::right);
    if (layout.has_word) text += progress.documents == 1 ? one_document : many_documents;
  }
  if (layout.has_size) text += std::string(gap) + padded(size_text(progress.stored_bytes), size_width, Align::right);
  if (layout.has_time) text += std::string(gap) + padded(duration_text(progress.elapsed), time_width, Align::right);
  return text;
}

}  // namespace

LineLayout line_layout(std::size_t longest_name, std::size_t columns) {
  // The last column stays free: a terminal may move to the next line once it is written.
  const std::size_t width = columns > 1 ? columns - 1 : 1;
  std::size_t taken =
      gap.size() + count_width + many_documents.size() + gap.size() + size_width + gap.size() + time_width;
  LineLayout layout{.name_width = 0, .has_word = true, .has_size = true, .has_time = true};
  const auto is_too_narrow = [&] { return width < taken + narrowest_name; };
  if (is_too_narrow()) {
    layout.has_word = false;
    taken -= many_documents.size();
  }
  if (is_too_narrow()) {
    layout.has_time = false;
    taken -= gap.size() + time_width;
  }
  if (is_too_narrow()) {
    layout.has_size = false;
    taken -= gap.size() + size_width;
  }
  layout.name_width = std::max<std::size_t>(1, std::min(longest_name, width > taken ? width - taken : 1));
  return layout;
}

std::string collection_line(const CollectionProgress& progress, ProgressObserver::Outcome outcome,
                            const RunProgress& run, const LineLayout& layout, Colours colours) {
  const std::string name = padded(cut_middle(printable(progress.name), layout.name_width), layout.name_width);
  const std::string reason = progress.error.empty() ? "" : ": " + printable(progress.error);
  if (outcome == ProgressObserver::Outcome::failed)
    return coloured(name + "  failed" + reason, ansi::red, colours) + "\n";
  std::string line = name + numbers(progress, run, layout);
  if (outcome == ProgressObserver::Outcome::partial) {
    const char* const word = run.kind == RunProgress::Kind::comparison ? "differs" : "partial";
    line += coloured(std::string(gap) + word + reason, ansi::yellow, colours);
  }
  return line + "\n";
}

}  // namespace mongokeep::cli
