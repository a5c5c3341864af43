#include "base/text/nearest_name.h"

#include <algorithm>
#include <limits>
#include <utility>

#include "base/text/ascii_text.h"

namespace mongokeep {

namespace {

/// What is left of a name when its spelling habits (camelCase, snake_case, --kebab-case) are taken away.
std::string folded(std::string_view name) {
  std::string letters;
  for (const char c : name) {
    if (c != '-' && c != '_') letters += c;
  }
  return ascii_lower(letters);
}

}  // namespace

std::size_t edit_distance(std::string_view a, std::string_view b) {
  // Three rows of the table are enough: a swap of neighbours looks back two.
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      const std::size_t change = a[i - 1] == b[j - 1] ? 0U : 1U;
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + change});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    std::swap(before_last, last);
    std::swap(last, row);
  }
  return last[b.size()];
}

std::optional<std::string> nearest_name(std::string_view wanted, const std::vector<std::string>& known) {
  const std::string letters = folded(wanted);
  if (letters.empty()) return std::nullopt;
  const std::size_t forgiven = std::max<std::size_t>(1, letters.size() / 3);
  std::optional<std::string> nearest;
  std::size_t least = std::numeric_limits<std::size_t>::max();
  for (const std::string& name : known) {
    const std::string other = folded(name);
    const std::size_t distance = edit_distance(letters, other);
    // A name of which nothing is left after the changes is no likeness: "-x" is not "-d".
    if (distance <= forgiven && distance < std::max(letters.size(), other.size()) && distance < least) {
      least = distance;
      nearest = name;
    }
  }
  return nearest;
}

}  // namespace mongokeep
