#include "store/shipment_mark.h"

#include <algorithm>

#include "archive/manifest.h"
#include "base/json/json.h"
#include "base/json/json_members.h"
#include "store/dated_file.h"

namespace mongokeep::store {

namespace {

/// What a name of rclone's begins with, where it is that of a file it is writing.
std::optional<std::string_view> beginning_of_part(std::string_view file) {
  constexpr std::string_view part_ending = ".partial";
  constexpr std::size_t digits = 8;
  if (!file.ends_with(part_ending) || file.size() < part_ending.size() + digits + 2) return std::nullopt;
  const std::size_t dot = file.size() - part_ending.size() - digits - 1;
  const auto is_hex = [](char c) { return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'); };
  const std::string_view hex = file.substr(dot + 1, digits);
  if (file[dot] != '.' || !std::all_of(hex.begin(), hex.end(), is_hex)) return std::nullopt;
  return file.substr(0, dot);
}

/// rclone leaves names up to this length whole.
constexpr std::size_t longest_whole = 60;

constexpr std::string_view mark_opening = ".arriving-";

}  // namespace

std::string ShipmentMark::file_name_for(const std::string& backup) {
  return dated_file_name(mark_opening, backup);
}

std::optional<std::string> ShipmentMark::backup_of(std::string_view file_name) {
  return backup_in(file_name, mark_opening);
}

std::string ShipmentMark::text() const {
  Json json = parse_json(files.text());
  json["root"] = root;
  return json_text(json);
}

ShipmentMark ShipmentMark::parse(std::string_view text, const std::string& backup) {
  const Json json = parse_members(text, JsonMembers().value("root"));
  return {.root = string_at(json, "root"), .files = RemovalNote::parse(text, backup)};
}

bool ShipmentMark::covers(const std::string& file) const {
  const auto beginning = beginning_of_part(file);
  const auto is_it = [&](std::string_view name) {
    if (file == name) return true;
    if (!beginning) return false;
    return name == *beginning || (beginning->size() >= longest_whole && name.starts_with(*beginning));
  };
  return is_it(archive::Manifest::file_name) || std::any_of(files.files.begin(), files.files.end(), is_it);
}

}  // namespace mongokeep::store
