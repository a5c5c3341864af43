#include "cli/terminal/person_log.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <optional>
#include <string_view>
#include <variant>
#include <vector>

#include "base/text/quantity.h"
#include "base/text/time_text.h"
#include "base/text/with_cause.h"
#include "cli/terminal/text_width.h"

namespace mongokeep::cli {

namespace {

constexpr std::size_t longest_details = 120;

bool is_upper(char c) {
  return c >= 'A' && c <= 'Z';
}

/// "nextBackup" → "next backup".
std::string words_of(std::string_view name) {
  std::string words;
  for (const char c : name) {
    if (is_upper(c)) words += ' ';
    words += static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  }
  return words;
}

/// Without the name of the function that says so, as in "createBackup: Backup failed".
std::string_view without_origin(std::string_view message) {
  const std::size_t colon = message.find(": ");
  if (colon == std::string_view::npos) return message;
  const std::string_view origin = message.substr(0, colon);
  const bool is_one_word = std::all_of(origin.begin(), origin.end(), [](unsigned char c) { return std::isalnum(c); });
  const bool is_function =
      is_one_word && !is_upper(origin.front()) && std::any_of(origin.begin(), origin.end(), is_upper);
  return is_function ? message.substr(colon + 2) : message;
}

std::string plain_text(const LogField& field) {
  return std::visit(
      [](const auto& value) -> std::string {
        if constexpr (std::is_same_v<std::decay_t<decltype(value)>, std::string>) {
          const auto time = parse_utc_text(value);
          return time ? local_time_text(*time, "") : printable(value);
        } else if constexpr (std::is_same_v<std::decay_t<decltype(value)>, bool>) {
          return value ? "yes" : "no";
        } else {
          return fmt::format("{}", value);
        }
      },
      field.value);
}

std::string counted_words(std::int64_t count, const std::string& words) {
  constexpr std::array<std::string_view, 8> nouns = {"document", "collection", "file",      "byte",
                                                     "backup",   "recipient",  "duplicate", "index"};
  const std::string sign = count < 0 ? "-" : "";
  const auto size = static_cast<std::uint64_t>(count < 0 ? -count : count);
  const bool is_noun = std::find(nouns.begin(), nouns.end(), words) != nouns.end();
  return sign + (is_noun ? counted(size, words) : count_text(size) + " " + words);
}

/// A field in words. Its unit is the end of its name.
struct FieldInWords {
  std::string name;  ///< empty where the value says it all
  std::string value;
};

FieldInWords detail_of(const LogField& field) {
  const std::string_view name = field.name;
  const auto* const number = std::get_if<std::int64_t>(&field.value);
  const auto stem = [&](std::string_view unit) { return words_of(name.substr(0, name.size() - unit.size())); };
  if (number != nullptr) {
    if (name.ends_with("Count")) return {"", counted_words(*number, stem("Count"))};
    if (name.ends_with("Ms")) return {stem("Ms"), duration_text(std::chrono::milliseconds(*number))};
    if (name.ends_with("Seconds")) return {stem("Seconds"), duration_text(std::chrono::seconds(*number))};
    if (name.ends_with("Bytes") && *number >= 0) {
      return {"", size_text(static_cast<std::uint64_t>(*number)) + " " + stem("Bytes")};
    }
    if (name == "percent") return {"", fmt::format("{} %", *number)};
  }
  return {words_of(name), plain_text(field)};
}

std::string joined(const FieldInWords& detail) {
  return detail.name.empty() ? detail.value : detail.name + " " + detail.value;
}

/// The fields, those taken out that have a place of their own in the sentence.
class Fields {
 public:
  explicit Fields(const std::vector<LogField>& fields) : left_(fields) {}

  std::string take(std::string_view name) {
    const auto found = std::find_if(left_.begin(), left_.end(), [&](const LogField& one) { return one.name == name; });
    if (found == left_.end()) return {};
    std::string text = plain_text(*found);
    left_.erase(found);
    return text;
  }

  std::string take_collection() {
    const std::string collection = take("collectionName");
    if (collection.empty()) return {};
    const std::string database = take("database");
    return database.empty() ? collection : database + "." + collection;
  }

  /// What failed, on what: the parts of an Error.
  std::string take_operation() {
    const std::string operation = take("operation");
    const std::string subject = take("subject");
    if (operation.empty()) return subject;
    return "cannot " + operation + (subject.empty() ? "" : " " + subject);
  }

  std::vector<FieldInWords> details() const {
    std::vector<FieldInWords> found;
    for (const LogField& field : left_) found.push_back(detail_of(field));
    return found;
  }

 private:
  std::vector<LogField> left_;
};

std::string details_text(const std::vector<FieldInWords>& details) {
  if (details.empty()) return {};
  std::vector<std::string> parts;
  for (const FieldInWords& detail : details) parts.push_back(joined(detail));
  const std::string in_a_line = fmt::format(" ({})", fmt::join(parts, ", "));
  if (details.size() == 1 || display_width(in_a_line) <= longest_details) return in_a_line;
  std::size_t widest = 0;
  for (const FieldInWords& detail : details) widest = std::max(widest, display_width(detail.name));
  std::string lines;
  for (const FieldInWords& detail : details)
    lines += fmt::format("\n  {}  {}", padded(detail.name, widest), detail.value);
  return lines;
}

std::string level_text(LogLevel level, Colours colours) {
  switch (level) {
    case LogLevel::warning: return coloured("warning:", ansi::yellow, colours) + " ";
    case LogLevel::error: return coloured("error:", ansi::red, colours) + " ";
    case LogLevel::debug:
    case LogLevel::info: return "";
  }
  return "";
}

}  // namespace

std::string to_person_text(const LogEntry& entry, Colours colours) {
  Fields fields(entry.fields);
  std::string text = level_text(entry.level, colours) + printable(without_origin(entry.message));
  const auto add = [&](const std::string& part) { text = with_cause(std::move(text), part); };
  add(fields.take_collection());
  // The kind of an error is for programs.
  if (!fields.take("kind").empty()) add(fields.take_operation());
  add(fields.take("error"));
  add(fields.take("finding"));
  const std::string hint = fields.take("hint");
  text += details_text(fields.details());
  if (!hint.empty()) text += "\n" + coloured("hint:", ansi::cyan, colours) + "  " + hint;
  return text;
}

}  // namespace mongokeep::cli
