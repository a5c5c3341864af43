#include "store/removal_note.h"

#include <fmt/format.h>

#include <algorithm>

#include "archive/manifest.h"
#include "base/json/json.h"
#include "base/json/json_members.h"
#include "base/text/word_list.h"
#include "store/dated_file.h"

namespace mongokeep::store {

namespace {

constexpr std::string_view note_opening = ".removing-";
constexpr int note_version = 1;

bool is_inside(std::string_view file) {
  const auto parts = split(file, '/');
  const bool has_control = std::any_of(file.begin(), file.end(), [](char c) { return c == '\0' || c == '\n'; });
  return !has_control && std::none_of(parts.begin(), parts.end(), [](std::string_view part) {
    return part.empty() || part == "." || part == "..";
  });
}

}  // namespace

std::string RemovalNote::file_name_for(const std::string& backup) {
  return dated_file_name(note_opening, backup);
}

std::optional<std::string> RemovalNote::backup_of(std::string_view file_name) {
  return backup_in(file_name, note_opening);
}

std::string RemovalNote::text() const {
  return json_text({{"formatVersion", note_version}, {"backup", backup}, {"files", files}});
}

RemovalNote RemovalNote::parse(std::string_view text, const std::string& backup) {
  const Json json = parse_members(text, JsonMembers().value("formatVersion").value("backup").text("files"));
  if (whole_number_at(json, "formatVersion", 1'000'000) != note_version) {
    throw not_json("it is of a version that is not known");
  }
  if (string_at(json, "backup") != backup) throw not_json("it is about another backup than its name says");
  const std::string files = string_or_none_at(json, "files");
  if (!files.starts_with('[')) throw not_json("it has no files");
  RemovalNote note{.backup = backup, .files = {}};
  for_each_element(files, [&](const std::string& element) {
    if (!element.starts_with('"')) throw not_json("the name of a file is not a text");
    if (note.files.size() == most_files) throw not_json(fmt::format("it names more than {} files", most_files));
    note.files.push_back(parse_json(element).get<std::string>());
    if (!is_inside(note.files.back()) || note.files.back() == archive::Manifest::file_name) {
      throw not_json("it names a file that is none of the backup's");
    }
  });
  return note;
}

}  // namespace mongokeep::store
