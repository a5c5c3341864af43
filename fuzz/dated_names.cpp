// Names of backups' folders and of collections' files, both ways.

#include <algorithm>
#include <set>
#include <string>
#include <vector>

#include "archive/dated_name.h"
#include "archive/file_name.h"
#include "base/text/ascii_text.h"
#include "base/text/utf8.h"
#include "fuzz/require.h"
#include "fuzz/target.h"

namespace mongokeep::fuzz {

namespace {

using archive::DatedName;

void require_same(const DatedName& left, const DatedName& right) {
  require(left.time.year == right.time.year && left.time.month == right.time.month && left.time.day == right.time.day &&
              left.has_time == right.has_time && left.number == right.number,
          "a name comes back as it was");
  require(left.time.hour == right.time.hour && left.time.minute == right.time.minute &&
              left.time.second == right.time.second,
          "its time comes back");
}

void read_name(std::string_view text) {
  if (const auto name = DatedName::parse(text)) require(name->text() == text, "a name is written as it was read");
  if (const auto name = DatedName::parse_unfinished(text))
    require(name->unfinished_text() == text, "so is a hidden one");
  if (const auto name = DatedName::parse_condemned(text))
    require(name->condemned_text() == text, "so is a condemned one");
}

void write_name(std::string_view bytes) {
  if (bytes.size() < 10) return;
  const auto byte = [&](std::size_t at) { return static_cast<int>(static_cast<unsigned char>(bytes[at])); };
  DatedName name;
  name.time.year = 1970 + (byte(0) << 8 | byte(1)) % 292;
  name.time.month = 1 + byte(2) % 12;
  name.time.day = 1 + byte(3) % 28;
  name.has_time = byte(4) % 2 == 1;
  if (name.has_time) {
    name.time.hour = byte(5) % 24;
    name.time.minute = byte(6) % 60;
    name.time.second = byte(7) % 60;
    name.number = 1 + (byte(8) << 8 | byte(9));
  }
  const auto back = DatedName::parse(name.text());
  require(back.has_value(), "what is written is a name");
  require_same(*back, name);
  require(DatedName::parse_unfinished(name.unfinished_text()).has_value(), "and so hidden");
  require(DatedName::parse_condemned(name.condemned_text()).has_value(), "and so condemned");
  require(!DatedName::parse(name.unfinished_text()) && !DatedName::parse(name.condemned_text()),
          "a hidden one is no other");
}

/// Names of one folder, a NUL between them.
std::vector<std::string> names_in(std::string_view input) {
  std::set<std::string> names;
  while (!input.empty()) {
    const std::string_view name = input.substr(0, input.find('\0'));
    if (!name.empty()) names.emplace(name);
    input.remove_prefix(std::min(input.size(), name.size() + 1));
  }
  return {names.begin(), names.end()};
}

void encode(std::vector<std::string> names) {
  const std::vector<std::string> encoded = archive::encode_names(names);
  require(encoded.size() == names.size(), "each has a name");
  std::set<std::string> folded;
  for (const std::string& one : encoded) {
    require(folded.insert(ascii_lower(one)).second, "no two are alike, whatever their case");
    require(!one.empty() && one.size() <= 255 && one.front() != '.' && is_utf8(one), "it is a file's name anywhere");
    require(one.find_first_of(std::string_view("/\\:*?\"<>|\0", 10)) == std::string::npos,
            "it has no letter of a path");
    for (const archive::FileForm form : {archive::FileForm{false, false}, {true, false}, {false, true}, {true, true}}) {
      const std::string file = archive::collection_file(one, form);
      require(archive::form_of(file) == form, "its form is seen again");
      require(archive::unpacked_name(file) == one + ".json", "its name is seen again");
      const archive::FilePlace place = archive::place_of("shop/" + file);
      require(place.folder == "shop" && place.name == file, "it lies where it lies");
      require(!DatedName::parse(file), "it is no backup's");
    }
  }
  std::reverse(names.begin(), names.end());
  std::vector<std::string> reversed = archive::encode_names(names);
  std::reverse(reversed.begin(), reversed.end());
  require(reversed == encoded, "names depend on their set alone");
}

}  // namespace

void check_input(std::string_view input) {
  read_name(input);
  write_name(input);
  encode(names_in(input));
}

}  // namespace mongokeep::fuzz
