#include "mongo/wire/member_shapes.h"

#include <algorithm>
#include <optional>
#include <string>

#include "extjson/little_endian.h"
#include "mongo/uri/port_number.h"
#include "mongo/wire/refusal.h"

namespace mongokeep::mongo::wire {

namespace {

using extjson::BsonType;
using extjson::Element;
using extjson::load_little_endian;

/// Not a decimal, which the driver does not take for a number.
bool is_binary_number(BsonType type) {
  return type == BsonType::int32 || type == BsonType::int64 || type == BsonType::number_double;
}

/// As the driver reads it; nothing where that does not fit.
std::optional<std::int32_t> small_number(const Element& member) {
  constexpr double most = 2'147'483'647.0;
  const std::uint8_t* const bytes = member.value.data();
  switch (member.type) {
    case BsonType::int32: return load_little_endian<std::int32_t>(bytes);
    case BsonType::int64: {
      const auto number = load_little_endian<std::int64_t>(bytes);
      const auto small = static_cast<std::int32_t>(number);
      return small == number ? std::optional(small) : std::nullopt;
    }
    case BsonType::number_double: {
      const auto number = load_little_endian<double>(bytes);
      // Also false for what is no number.
      return number >= -most && number <= most ? std::optional(static_cast<std::int32_t>(number)) : std::nullopt;
    }
    default: return std::nullopt;
  }
}

bool is_address(std::string_view text) {
  constexpr std::size_t longest_host = 255;
  const bool is_plain = std::ranges::all_of(text, [](char byte) { return byte > ' ' && byte < 0x7F && byte != '/'; });
  if (!is_plain || text.empty()) return false;
  std::size_t host_end = text.find(':');
  if (text.front() == '[') {
    const std::size_t bracket = text.find(']');
    if (bracket == std::string_view::npos || bracket == 1) return false;
    host_end = bracket + 1;
  } else if (text.find(']') != std::string_view::npos) {
    return false;
  }
  if (host_end == std::string_view::npos || host_end == text.size()) return text.size() <= longest_host;
  return host_end > 0 && host_end <= longest_host && text[host_end] == ':' && is_port(text.substr(host_end + 1));
}

void require(bool holds, const Element& member, std::string_view expected) {
  if (!holds) refuse_member(member, expected);
}

}  // namespace

void refuse_member(const Element& member, std::string_view expected) {
  refuse("`" + std::string(member.key) + "` is not " + std::string(expected));
}

void check_truth(const Element& member) {
  require(is_binary_number(member.type) || member.type == BsonType::boolean, member, "a number");
}

void check_flag(const Element& member) {
  require(member.type == BsonType::boolean, member, "true or false");
}

void check_number(const Element& member) {
  require(is_binary_number(member.type), member, "a number");
}

void check_code(const Element& member) {
  const auto code = small_number(member);
  require(code && *code != 0, member, "the number of an error");
}

void check_text(const Element& member) {
  require(member.type == BsonType::string, member, "text");
}

void check_name(const Element& member) {
  constexpr std::size_t longest = 1000;
  check_text(member);
  const std::string_view name = member.as_text();
  const bool is_name = !name.empty() && name.size() <= longest && name.find('\0') == std::string_view::npos;
  require(is_name, member, "a name");
}

void check_address(const Element& member) {
  check_text(member);
  require(is_address(member.as_text()), member, "the address of a server");
}

void check_document(const Element& member) {
  require(member.type == BsonType::document, member, "a document");
}

void check_timestamp(const Element& member) {
  require(member.type == BsonType::timestamp, member, "a timestamp");
}

void check_object_id(const Element& member) {
  require(member.type == BsonType::object_id, member, "an ObjectId");
}

void check_int32(const Element& member, std::int32_t least, std::int32_t most) {
  const std::string expected = "a whole number of " + std::to_string(least) + " to " + std::to_string(most);
  require(member.type == BsonType::int32, member, expected);
  const auto number = load_little_endian<std::int32_t>(member.value.data());
  require(number >= least && number <= most, member, expected);
}

void check_each(const Element& member, BsonType container, void (*check)(const Element& member)) {
  require(member.type == container, member, container == BsonType::array ? "a list" : "a document");
  extjson::ElementReader reader(member.as_document());
  while (auto element = reader.next()) {
    element->key = member.key;  // what is wrong is told by the name that the reader knows
    check(*element);
  }
}

}  // namespace mongokeep::mongo::wire
