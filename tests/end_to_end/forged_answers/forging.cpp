#include "end_to_end/forged_answers/forging.h"

#include <nlohmann/json.hpp>
#include <utility>

namespace mongokeep::test::forging {

namespace {

using Json = nlohmann::ordered_json;
using extjson::BsonType;
using extjson::RawDocument;

ForgedAnswer members(std::string name, std::string changes, ForgedAnswer::Verdict verdict) {
  return {std::move(name), [changes](const WireMessage& answer) { return with_members(answer, changes); }, verdict};
}

}  // namespace

std::string text_of(extjson::BsonView document) {
  return {reinterpret_cast<const char*>(document.data), document.size};
}

std::span<const std::uint8_t> span_of(const std::string& bytes) {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

std::string with_bytes(const WireMessage& answer, const std::string& document) {
  return answer.with_document(Bytes(document.begin(), document.end())).bytes();
}

std::string with_members(const WireMessage& answer, const std::string& changes) {
  Json json = Json::parse(relaxed_json(answer.document().value()));
  const Json changed = Json::parse(changes);
  for (const auto& [key, value] : changed.items()) {
    if (value.is_null()) {
      json.erase(key);
    } else {
      json[key] = value;
    }
  }
  return answer.with_document(bson_from_json(json.dump())).bytes();
}

std::string with_element(const WireMessage& answer, const std::string& key, BsonType type, const std::string& value) {
  const Bytes own = answer.document().value();
  RawDocument made;
  made.add(key, type, span_of(value));
  made.add_members_of({own.data(), own.size()});
  return with_bytes(answer, text_of(made.finish()));
}

ForgedAnswer refused(const std::string& changes) {
  return members(changes, changes, ForgedAnswer::Verdict::refused);
}

ForgedAnswer any(const std::string& changes) {
  return members(changes, changes, ForgedAnswer::Verdict::any);
}

ForgedAnswer only(const std::string& document) {
  return {"only " + document,
          [document](const WireMessage& answer) { return answer.with_document(bson_from_json(document)).bytes(); }};
}

std::string nested(int depth) {
  std::string inner(5, '\0');
  put(inner, 0, std::int32_t{5});
  for (int i = 0; i < depth; ++i) {
    std::string outer(4, '\0');
    outer += std::string("\x03") + "d" + '\0' + inner + '\0';
    put(outer, 0, static_cast<std::int32_t>(outer.size()));
    inner = outer;
  }
  return inner;
}

std::string string_value(const std::string& text) {
  std::string value(4, '\0');
  put(value, 0, static_cast<std::int32_t>(text.size() + 1));
  return value + text + '\0';
}

ForgedAnswer remade(const std::string& name, const std::function<void(WireMessage& made)>& change) {
  return {name, [change](const WireMessage& answer) {
            WireMessage made = answer;
            change(made);
            return made.bytes();
          }};
}

}  // namespace mongokeep::test::forging
