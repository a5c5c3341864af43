#include "cli/terminal/progress_bar.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <iterator>
#include <vector>

#include "base/text/quantity.h"
#include "cli/terminal/text_width.h"

namespace mongokeep::cli {

namespace {

constexpr auto window = std::chrono::seconds(10);
constexpr auto between_samples = std::chrono::milliseconds(500);
constexpr auto first_judgement = std::chrono::seconds(1);
constexpr std::size_t usual_counts_width = 19;  // 9,999,999/9,999,999
constexpr std::size_t narrowest_bar = 8;
constexpr std::size_t widest_bar = 30;
constexpr double longest_countdown = 99.0 * 3600;

/// How far it is: by documents, or by bytes where those are not counted.
struct Measure {
  std::uint64_t done;
  std::uint64_t total;
  bool is_of_bytes;

  explicit Measure(const CollectionProgress& progress)
      : done(progress.estimated_bytes > 0 ? progress.bytes : progress.documents),
        total(progress.estimated_bytes > 0 ? progress.estimated_bytes : progress.estimated_documents),
        is_of_bytes(progress.estimated_bytes > 0) {}

  bool estimate_holds() const { return total > 0 && done <= total; }
  double share() const { return static_cast<double>(done) / static_cast<double>(total); }
  std::string text(std::uint64_t count) const { return is_of_bytes ? size_text(count) : count_text(count); }
};

std::string counts(const Measure& measure) {
  if (!measure.estimate_holds()) return measure.text(measure.done);
  // As wide as it will ever be, so that what follows does not move.
  const std::string total = measure.text(measure.total);
  return padded(measure.text(measure.done), total.size(), Align::right) + "/" + total;
}

std::string percentage(const Measure& measure) {
  if (!measure.estimate_holds()) return "   ?";
  // Rounded down: 100% is said by the line that replaces the bar.
  const int percent = std::min(99, static_cast<int>(measure.share() * 100));
  return fmt::format("{:3}%", percent);
}

std::string time_left(const Measure& measure, const std::optional<RunningCollection::Speed>& speed) {
  constexpr std::string_view unknown = "-:--";
  const double rate = !speed ? 0 : measure.is_of_bytes ? speed->bytes : speed->documents;
  if (!measure.estimate_holds() || rate <= 0) return std::string(unknown);
  const double seconds = std::ceil(static_cast<double>(measure.total - measure.done) / rate);
  if (seconds > longest_countdown) return std::string(unknown);
  return countdown_text(std::chrono::seconds(static_cast<long>(seconds)));
}

std::string bar(const Measure& measure, std::size_t width) {
  const std::size_t inside = width - 2;
  if (!measure.estimate_holds()) return "[" + std::string(inside, '.') + "]";
  const std::size_t filled =
      std::min(inside - 1, static_cast<std::size_t>(measure.share() * static_cast<double>(inside)));
  return "[" + std::string(filled, '=') + ">" + std::string(inside - filled - 1, ' ') + "]";
}

/// How far an index is the server does not say in a way that all of them know.
std::string index_line(const CollectionProgress& progress, std::size_t width) {
  constexpr std::string_view doing = "  building indexes";
  if (width < doing.size() + 8) return cut_to_width(printable(progress.name), width);
  return cut_middle(printable(progress.name), width - doing.size()) + std::string(doing);
}

}  // namespace

RunningCollection::RunningCollection(const CollectionProgress& progress, Time now)
    : progress_(progress), started_at_(now), samples_{{now, progress.documents, progress.bytes}} {}

void RunningCollection::advance(const CollectionProgress& progress, Time now) {
  progress_ = progress;
  if (now - samples_.back().time >= between_samples) samples_.push_back({now, progress.documents, progress.bytes});
  // One sample from before the window stays, so that the window is always covered.
  while (samples_.size() > 1 && now - samples_[1].time >= window) samples_.pop_front();
}

std::optional<RunningCollection::Speed> RunningCollection::speed(Time now) const {
  // The youngest sample from before the window: nothing need have come since the last one that was kept.
  auto before = samples_.begin();
  while (std::next(before) != samples_.end() && now - std::next(before)->time >= window) ++before;
  if (now - before->time < first_judgement) return std::nullopt;
  const double seconds = std::chrono::duration<double>(now - before->time).count();
  // A resumed collection may report less than it did before the connection was lost.
  const auto since = [&](std::uint64_t then, std::uint64_t latest) {
    return latest > then ? static_cast<double>(latest - then) / seconds : 0.0;
  };
  return Speed{since(before->documents, progress_.documents), since(before->bytes, progress_.bytes)};
}

std::string bar_line(const RunningCollection& collection, std::size_t width, RunningCollection::Time now) {
  const CollectionProgress& progress = collection.progress();
  if (progress.stage == CollectionProgress::Stage::indexes) return index_line(progress, width);
  const Measure measure(progress);
  const auto speed = collection.speed(now);
  const std::string rate = padded(speed ? speed_text(speed->bytes) : "", 9, Align::right);
  const std::string left = padded(time_left(measure, speed), 5, Align::right);
  const std::string done = padded(counts(measure), usual_counts_width, Align::right);
  const std::string all = fmt::format("  {}  {}  {}  {}", done, percentage(measure), rate, left);
  const std::string short_form = fmt::format("  {}", percentage(measure));

  const std::string& numbers = width >= all.size() + 12 ? all : short_form;
  const std::size_t name_room = width > numbers.size() ? width - numbers.size() : 0;
  const std::string name = printable(progress.name);
  // A fixed share, so that the bars of several collections stand below each other.
  const std::size_t name_width = std::min(name_room, std::max<std::size_t>(width / 4, 12));
  std::string line = padded(cut_middle(name, name_width), name_width);
  const std::size_t bar_room = name_room - name_width;
  if (bar_room >= narrowest_bar + 2) line += "  " + bar(measure, std::min(bar_room - 2, widest_bar));
  return cut_to_width(line + numbers, width);
}

}  // namespace mongokeep::cli
