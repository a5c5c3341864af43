#include "archive/record_scan.h"

#include <charconv>
#include <cstddef>
#include <optional>

namespace mongokeep::archive {

namespace {

constexpr std::string_view record_opening = "    {";
constexpr std::string_view record_end = "    }";
constexpr std::string_view member_opening = "      \"";

std::string_view without_comma(std::string_view line) {
  if (line.ends_with(',')) line.remove_suffix(1);
  return line;
}

std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

/// A string without escapes; nothing for any other value.
std::optional<std::string_view> plain_string(std::string_view text) {
  if (text.size() < 2 || !text.starts_with('"') || !text.ends_with('"')) return std::nullopt;
  text = text.substr(1, text.size() - 2);
  if (text.find_first_of("\\\"") != std::string_view::npos) return std::nullopt;
  return text;
}

/// What one record has told so far.
struct Seen {
  std::string_view file;
  std::optional<std::uint64_t> documents;
  std::optional<std::uint64_t> bson_bytes;
  std::optional<std::uint64_t> stored_bytes;
  bool has_failed = false;
};

/// False where the line is no member as we write it.
bool take_member(std::string_view line, Seen& seen) {
  line.remove_prefix(member_opening.size());
  const std::size_t end = line.find("\": ");
  if (end == std::string_view::npos) return false;
  const std::string_view key = line.substr(0, end);
  const std::string_view value = without_comma(line.substr(end + 3));
  if (key == "file") {
    const auto file = plain_string(value);
    if (!file || file->empty()) return false;
    seen.file = *file;
    return true;
  }
  if (key == "error" || key == "failed") {
    seen.has_failed = true;
    return true;
  }
  std::optional<std::uint64_t>* const number = key == "documents"     ? &seen.documents
                                               : key == "bsonBytes"   ? &seen.bson_bytes
                                               : key == "storedBytes" ? &seen.stored_bytes
                                                                      : nullptr;
  if (number == nullptr) return true;
  *number = number_of(value);
  return number->has_value();
}

bool enter(const Seen& seen, Totals& totals, const VisitFile& visit) {
  ++totals.collections;
  totals.failed += seen.has_failed ? 1 : 0;
  if (seen.file.empty()) return true;
  if (!seen.documents || !seen.bson_bytes || !seen.stored_bytes) return false;
  totals.documents += *seen.documents;
  totals.bson_bytes += *seen.bson_bytes;
  visit(seen.file, *seen.stored_bytes);
  return true;
}

}  // namespace

bool scan_records(std::string_view text, Totals& totals, const VisitFile& visit) {
  std::optional<Seen> record;
  while (!text.empty()) {
    if (text.front() != '\n') return false;
    text.remove_prefix(1);
    const std::string_view line = text.substr(0, text.find('\n'));
    text.remove_prefix(line.size());
    if (line == record_opening) {
      if (record) return false;
      record.emplace();
    } else if (without_comma(line) == record_end) {
      if (!record || !enter(*record, totals, visit)) return false;
      record.reset();
    } else if (!record || !line.starts_with(member_opening) || !take_member(line, *record)) {
      return false;
    }
  }
  return !record;
}

}  // namespace mongokeep::archive
