#include "extjson/document_outline.h"

#include <cstdint>

#include "extjson/bson_element.h"
#include "extjson/canonical_walk.h"
#include "extjson/key_memory.h"
#include "extjson/little_endian.h"
#include "extjson/string_value.h"
#include "extjson/text_buffer.h"
#include "extjson/wrapper_values.h"

namespace mongokeep::extjson {

struct OutlineReader::State {
  explicit State(TextRules rules) : reader(rules), takes_canonical(is_canonical(rules)) {}

  /// Whether canonical text means what it says. What is guessed of strings, a walk does not know.
  static bool is_canonical(TextRules rules) {
    return rules.wrappers == TextRules::Wrappers::read && rules.guess == TextRules::Guess::nothing;
  }

  std::optional<TextFault> read(std::string_view text) {
    outline = {};
    if (takes_canonical && walk(text)) return std::nullopt;
    if (std::optional<TextFault> fault = reader.read(text)) return fault;
    outline = {reader.document().size, find_element(reader.document(), id_key)};
    return std::nullopt;
  }

  /// False where the text is not known to be a document.
  bool walk(std::string_view text) {
    const std::optional<WalkedText> walked = walk_canonical(text, keys, scratch);
    if (!walked) return false;
    if (!walked->id.empty()) {
      outline.id = element_of(walked->id);
      if (!outline.id) return false;
    }
    outline.size = walked->size;
    return true;
  }

  /// The `_id` whose value was walked over. The types that most of them have are read by themselves.
  std::optional<Element> element_of(std::string_view value) {
    scratch.clear();
    scratch.reserve_more(value.size() + value_room);
    char* const out = scratch.end();
    const auto inside = [value](std::size_t begin, std::size_t end) {
      return value.substr(begin, value.size() - begin - end);
    };
    if (value.starts_with('"')) return written(BsonType::string, write_string_value(out, inside(1, 1)));
    if (value.starts_with("{\"$oid\":")) return written(BsonType::object_id, write_object_id(out, inside(9, 2)));
    if (value.starts_with("{\"$numberInt\":")) return written(BsonType::int32, put(out, int32_in(inside(15, 2))));
    if (value.starts_with("{\"$numberLong\":")) return written(BsonType::int64, put(out, int64_in(inside(16, 2))));
    return read_alone(value);
  }

  template <typename Number>
  static char* put(char* out, Number number) {
    store_little_endian(out, number);
    return out + sizeof(Number);
  }

  /// The element whose value is in the scratch, up to `end`.
  Element written(BsonType type, const char* end) const {
    const auto* const begin = reinterpret_cast<const std::uint8_t*>(scratch.data());
    return {type, id_key, {begin, reinterpret_cast<const std::uint8_t*>(end)}};
  }

  /// An `_id` of any type, as the only member of a document.
  std::optional<Element> read_alone(std::string_view value) {
    scratch.append("{\"_id\":");
    scratch.append(value);
    scratch.push_back('}');
    scratch.reserve_more(reading_room);
    if (reader.read(scratch.view())) return std::nullopt;
    return find_element(reader.document(), id_key);
  }

  /// For a number, or what a string has beside its characters and for blocks that are written whole.
  static constexpr std::size_t value_room = 64;

  DocumentReader reader;
  bool takes_canonical;
  KeyMemory keys;
  TextBuffer scratch;
  DocumentOutline outline;
};

OutlineReader::OutlineReader(TextRules rules) : state_(std::make_unique<State>(rules)) {}
OutlineReader::~OutlineReader() = default;
OutlineReader::OutlineReader(OutlineReader&&) noexcept = default;
OutlineReader& OutlineReader::operator=(OutlineReader&&) noexcept = default;

std::optional<TextFault> OutlineReader::read(std::string_view text) {
  return state_->read(text);
}

void OutlineReader::release() {
  state_->outline = {};
  state_->reader.release();
}

const DocumentOutline& OutlineReader::outline() const {
  return state_->outline;
}

}  // namespace mongokeep::extjson
