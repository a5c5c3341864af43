#include "archive/record_scan.h"

#include <array>
#include <charconv>
#include <cstddef>
#include <optional>
#include <string>

#include "archive/record_reading.h"
#include "base/json/json.h"
#include "base/json/json_events.h"
#include "base/json/json_members.h"
#include "base/text/utf8.h"
#include "mongokeep/error.h"
#include "stream/checksum.h"

namespace mongokeep::archive {

namespace {

constexpr std::string_view record_opening = "    {";
constexpr std::string_view record_end = "    }";
constexpr std::string_view member_opening = "      \"";
/// Of what a value of a record is in: the record, the array, the manifest.
constexpr int levels_above_value = 3;

/// The members that we know, in their places in Seen.
enum class Place : std::size_t {
  database,
  name,
  type,
  file,
  documents,
  bson_bytes,
  stored_bytes,
  xxh3_128,
  key_mark,
  options,
  indexes,
  order,
  enveloped,
  exists,
  error,
  failed
};
constexpr std::array<std::string_view, 16> keys = {
    "database", "name",    "type",    "file",  "documents", "bsonBytes", "storedBytes", "xxh3_128",
    "keyMark",  "options", "indexes", "order", "enveloped", "exists",    "error",       "failed"};

/// Digits as JSON has them.
std::optional<std::uint64_t> number_of(std::string_view text) {
  std::uint64_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  const bool has_idle_zero = text.size() > 1 && text.front() == '0';
  if (error != std::errc() || end != text.data() + text.size() || has_idle_zero) return std::nullopt;
  return number <= CollectionRecord::highest_number ? std::optional(number) : std::nullopt;
}

/// Whether the bytes can stand between the quotes of a string without any of them being an escape.
bool is_plain(std::string_view text) {
  const auto* at = reinterpret_cast<const std::uint8_t*>(text.data());
  const auto* const end = at + text.size();
  while (at < end) {
    if (*at < 0x20 || *at == '"' || *at == '\\') return false;
    const Utf8Sequence sequence = *at < 0x80 ? Utf8Sequence{1, true} : utf8_sequence(at, end);
    if (!sequence.valid) return false;
    at += sequence.size;
  }
  return true;
}

/// What a value that is a string says; nothing for any other value. `room` holds it where it has escapes.
std::optional<std::string_view> string_of(std::string_view value, std::string& room) {
  if (value.size() < 2 || !value.starts_with('"') || !value.ends_with('"')) return std::nullopt;
  const std::string_view inside = value.substr(1, value.size() - 2);
  if (is_plain(inside)) return inside;
  try {
    room = parse_json(value).get<std::string>();
  } catch (const Error&) {
    return std::nullopt;
  }
  return room;
}

/// The values that one record has shown, each once.
class Seen {
 public:
  /// False for a member that we do not know, or have seen.
  bool add(std::string_view key, std::string_view value) {
    // They stand in our order, so that the next is nearly always one of the next.
    for (std::size_t tries = 0; tries < keys.size(); ++tries) {
      const std::size_t place = next_++ % keys.size();
      if (keys[place] != key) continue;
      if (values_[place].data() != nullptr) return false;
      values_[place] = value;
      return true;
    }
    return false;
  }

  bool has(Place place) const { return (*this)[place].data() != nullptr; }
  std::string_view operator[](Place place) const { return values_[static_cast<std::size_t>(place)]; }
  bool has_string(Place place) const {
    std::string room;
    const auto text = string_of((*this)[place], room);
    return text && text->size() <= JsonMembers::longest_string;
  }

 private:
  std::array<std::string_view, keys.size()> values_;
  std::size_t next_ = 0;
};

class RecordScan {
 public:
  RecordScan(bool is_closed, Totals& totals, const VisitFile& visit)
      : is_closed_(is_closed), totals_(totals), visit_(visit) {}

  /// False where an event reader might see it otherwise.
  bool enter(const Seen& seen) {
    CollectionRecord record;
    const bool is_taken = take_names(seen) && take_file(seen, record) &&
                          (is_closed_ ? take_closed(seen, record) : take_own(seen, record));
    if (!is_taken) return false;
    totals_.add(record);
    if (totals_.collections > Manifest::most_collections) return false;
    if (seen.has(Place::file)) visit_(record.file, record.stored_bytes);
    return true;
  }

 private:
  static bool take_names(const Seen& seen) {
    return seen.has(Place::name) && is_name(seen[Place::name]) &&
           (!seen.has(Place::database) || is_name(seen[Place::database]));
  }

  static bool is_name(std::string_view value) {
    std::string room;
    const auto text = string_of(value, room);
    return text && text->size() <= JsonMembers::longest_string && is_possible_name(*text);
  }

  static bool take_file(const Seen& seen, CollectionRecord& record) {
    // Without a file nobody looks at these.
    if (!seen.has(Place::file))
      return !seen.has(Place::documents) && !seen.has(Place::bson_bytes) && !seen.has(Place::stored_bytes) &&
             !seen.has(Place::xxh3_128);
    std::string room;
    const auto path = string_of(seen[Place::file], room);
    if (!path || path->size() > JsonMembers::longest_string || !is_within_backup(*path)) return false;
    record.file = *path;
    return take_number(seen[Place::documents], record.documents) &&
           take_number(seen[Place::bson_bytes], record.bson_bytes) &&
           take_number(seen[Place::stored_bytes], record.stored_bytes) && is_checksum(seen[Place::xxh3_128]);
  }

  static bool is_checksum(std::string_view value) {
    std::string room;
    const auto text = string_of(value, room);
    return text && stream::is_checksum_text(*text);
  }

  static bool take_number(std::string_view value, std::uint64_t& number) {
    const auto found = number_of(value);
    number = found.value_or(0);
    return found.has_value();
  }

  /// Of what is the owner's alone nothing is looked at here; where it stands all the same, it is somebody else's text.
  static bool take_closed(const Seen& seen, CollectionRecord& record) {
    for (const Place place : {Place::type, Place::key_mark, Place::options, Place::indexes, Place::order,
                              Place::enveloped, Place::exists, Place::error}) {
      if (seen.has(place)) return false;
    }
    if (!seen.has(Place::failed)) return true;
    if (seen[Place::failed] == "true") record.error = "failed";
    return seen[Place::failed] == "true" || seen[Place::failed] == "false";
  }

  bool take_own(const Seen& seen, CollectionRecord& record) {
    for (const Place place : {Place::key_mark, Place::order}) {
      if (seen.has(place) && !seen.has_string(place)) return false;
    }
    std::string room;
    if (seen.has(Place::error)) {
      const auto text = string_of(seen[Place::error], room);
      if (!text) return false;
      record.error = *text;
    }
    std::uint64_t ignored = 0;
    if (seen.has(Place::enveloped) && !take_number(seen[Place::enveloped], ignored)) return false;
    if (seen.has(Place::exists) && seen[Place::exists] != "true" && seen[Place::exists] != "false") return false;
    return !seen.has(Place::failed) && seen.has_string(Place::type) && is_json(seen[Place::options], last_options_) &&
           is_json(seen[Place::indexes], last_indexes_);
  }

  /// Most collections have the same, which is looked at once.
  static bool is_json(std::string_view value, std::string_view& last) {
    if (value.data() == nullptr) return false;
    if (last.data() != nullptr && value == last) return true;
    try {
      check_json(value, levels_above_value);
    } catch (const Error&) {
      return false;
    }
    last = value;
    return true;
  }

  bool is_closed_;
  Totals& totals_;
  const VisitFile& visit_;
  std::string_view last_options_;
  std::string_view last_indexes_;
};

/// One line after the other, none of them with its line feed.
class Lines {
 public:
  explicit Lines(std::string_view text) : text_(text) {}

  bool is_at_end() const { return text_.empty(); }
  /// Nothing at the end, and where none begins.
  std::optional<std::string_view> next() {
    if (!text_.starts_with('\n')) return std::nullopt;
    text_.remove_prefix(1);
    const std::string_view line = text_.substr(0, text_.find('\n'));
    text_.remove_prefix(line.size());
    return line;
  }

 private:
  std::string_view text_;
};

/// Takes a comma off the end of what is to be followed by another of its kind.
bool take_comma(std::string_view& line) {
  if (!line.ends_with(',')) return false;
  line.remove_suffix(1);
  return true;
}

/// Reads the members of a record up to the last. False where a line is none as we write it.
bool read_members(Lines& lines, Seen& seen) {
  for (bool is_more = true; is_more;) {
    auto line = lines.next();
    if (!line || !line->starts_with(member_opening)) return false;
    is_more = take_comma(*line);
    line->remove_prefix(member_opening.size());
    const std::size_t end = line->find("\": ");
    if (end == std::string_view::npos || !seen.add(line->substr(0, end), line->substr(end + 3))) return false;
  }
  return true;
}

}  // namespace

bool scan_records(std::string_view text, bool is_closed, Totals& totals, const VisitFile& visit) {
  RecordScan scan(is_closed, totals, visit);
  Lines lines(text);
  for (bool is_more = true; is_more;) {
    Seen seen;
    if (lines.next() != record_opening || !read_members(lines, seen)) return false;
    auto end = lines.next();
    if (!end) return false;
    is_more = take_comma(*end);
    if (*end != record_end || !scan.enter(seen)) return false;
  }
  return lines.is_at_end();
}

}  // namespace mongokeep::archive
