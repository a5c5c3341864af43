// A schedule's expression of any text, and when it is due.

#include <chrono>
#include <string>

#include "fuzz/require.h"
#include "fuzz/target.h"
#include "schedule/schedule.h"

namespace mongokeep::fuzz {

namespace {

using schedule::Instant;

/// From the input's bytes, within the years that the clock's type holds.
Instant instant_from(std::string_view bytes) {
  std::int64_t seconds = 0;
  for (const char byte : bytes) seconds = (seconds << 8U | static_cast<unsigned char>(byte)) % 9'000'000'000;
  return Instant(std::chrono::seconds(seconds));
}

}  // namespace

void check_input(std::string_view input) {
  constexpr std::size_t time_size = 5;
  if (input.size() < time_size) return;
  const Instant time = instant_from(input.substr(0, time_size));
  const std::string text(input.substr(time_size));
  const auto schedule =
      unless_refused(ErrorKind::configuration, [&] { return schedule::Schedule::parse(text, "Europe/Berlin"); });
  if (!schedule) return;
  require(schedule->expression().text() == text, "it is kept as it was given");
  const auto next = schedule->next_after(time);
  if (!next) return;
  require(*next > time, "the next time is later");
  require(schedule->last_in(time, *next) == next, "none lies between");
  require(schedule->last_in(time, *next - std::chrono::seconds(1)) == std::nullopt, "nor before it");
}

}  // namespace mongokeep::fuzz
