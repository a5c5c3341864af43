#include "store/rclone_line.h"

#include <algorithm>

#include "base/json/json.h"

namespace mongokeep::store {

namespace {

/// More are never on their way at a time.
constexpr std::size_t most_transfers = 64;

std::string text_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_string() ? found->get<std::string>() : std::string();
}

std::uint64_t number_at(const Json& object, const char* key) {
  const auto found = object.find(key);
  return found != object.end() && found->is_number_unsigned() ? found->get<std::uint64_t>() : 0;
}

void take_statistics(const Json& statistics, RcloneLine& line) {
  // What was there already is checked, which is progress too, as is what is removed.
  line.bytes = number_at(statistics, "bytes") + number_at(statistics, "checks") + number_at(statistics, "listed") +
               number_at(statistics, "deletes");
  const auto transferring = statistics.find("transferring");
  if (transferring == statistics.end() || !transferring->is_array()) return;
  for (const Json& one : *transferring) {
    if (line.transfers.size() == most_transfers) return;
    if (one.is_object()) line.transfers.push_back({text_at(one, "name"), number_at(one, "bytes")});
  }
}

}  // namespace

RcloneLine parse_rclone_line(std::string_view line) {
  RcloneLine parsed;
  const Json json = Json::parse(line, nullptr, false);
  if (!json.is_object()) {
    // rclone's own start (flags, configuration) and a Go program that panics speak without JSON. A line of JSON that
    // was too long, and was cut, is one of statistics.
    parsed.is_error = !line.starts_with('{');
    if (parsed.is_error) parsed.message = line;
    return parsed;
  }
  parsed.is_json = true;
  const std::string level = text_at(json, "level");
  parsed.is_error = level == "error" || level == "critical" || level == "emergency" || level == "alert";
  parsed.message = text_at(json, "msg");
  parsed.object = text_at(json, "object");
  if (const auto statistics = json.find("stats"); statistics != json.end() && statistics->is_object()) {
    take_statistics(*statistics, parsed);
  }
  return parsed;
}

}  // namespace mongokeep::store
