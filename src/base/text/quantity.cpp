#include "base/text/quantity.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace mongokeep {

namespace {

/// Three digits that count: 1.21, 12.1, 121.
std::string three_digits(double value) {
  if (value < 9.995) return fmt::format("{:.2f}", value);
  if (value < 99.95) return fmt::format("{:.1f}", value);
  return fmt::format("{:.0f}", value);
}

}  // namespace

std::string size_text(std::uint64_t bytes) {
  constexpr std::array<std::string_view, 6> units{"KiB", "MiB", "GiB", "TiB", "PiB", "EiB"};
  if (bytes < 1024) return fmt::format("{} B", bytes);
  double value = static_cast<double>(bytes) / 1024;
  std::size_t unit = 0;
  // 1023.6 KiB would be written "1024 KiB".
  while (value >= 1023.5 && unit + 1 < units.size()) {
    value /= 1024;
    ++unit;
  }
  return fmt::format("{} {}", three_digits(value), units[unit]);
}

std::string speed_text(double bytes_per_second) {
  if (bytes_per_second < 999.5e3) return fmt::format("{} kB/s", three_digits(bytes_per_second / 1e3));
  if (bytes_per_second < 999.5e6) return fmt::format("{} MB/s", three_digits(bytes_per_second / 1e6));
  return fmt::format("{} GB/s", three_digits(bytes_per_second / 1e9));
}

std::string duration_text(std::chrono::milliseconds duration) {
  if (duration < std::chrono::milliseconds(9950)) {
    return fmt::format("{:.1f} s", std::chrono::duration<double>(duration).count());
  }
  const auto seconds = std::chrono::round<std::chrono::seconds>(duration).count();
  if (seconds < 60) return fmt::format("{} s", seconds);
  if (seconds < 3600) return fmt::format("{} min {:02} s", seconds / 60, seconds % 60);
  return fmt::format("{} h {:02} min", seconds / 3600, seconds % 3600 / 60);
}

std::string age_text(std::chrono::seconds age) {
  if (age < std::chrono::minutes(1)) return fmt::format("{} s", age.count());
  const auto minutes = std::chrono::ceil<std::chrono::minutes>(age).count();
  if (minutes < 60) return fmt::format("{} min", minutes);
  if (minutes < 48 * 60) {
    return minutes % 60 == 0 ? fmt::format("{} h", minutes / 60)
                             : fmt::format("{} h {:02} min", minutes / 60, minutes % 60);
  }
  const auto hours = std::chrono::ceil<std::chrono::hours>(age).count();
  return hours % 24 == 0 ? fmt::format("{} days", hours / 24) : fmt::format("{} days {} h", hours / 24, hours % 24);
}

std::string countdown_text(std::chrono::seconds left) {
  const auto seconds = left.count();
  if (seconds < 3600) return fmt::format("{}:{:02}", seconds / 60, seconds % 60);
  return fmt::format("{}:{:02}:{:02}", seconds / 3600, seconds % 3600 / 60, seconds % 60);
}

}  // namespace mongokeep
