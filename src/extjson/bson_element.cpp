#include "extjson/bson_element.h"

#include <algorithm>
#include <cstring>

#include "extjson/value_reader.h"

namespace mongokeep::extjson {

namespace {

/// The size of a value of this type that begins at `in` and ends at `limit` at the latest.
std::ptrdiff_t value_size(const ValueReader& reader, BsonType type, const std::uint8_t* in, const std::uint8_t* limit) {
  const auto fixed = [&](std::ptrdiff_t size) {
    reader.need(in, limit, size, 0);
    return size;
  };
  const auto string = [&] {
    return static_cast<std::ptrdiff_t>(reader.string(in, limit, 0).size()) + ValueReader::string_overhead;
  };
  switch (type) {
    case BsonType::undefined:
    case BsonType::null:
    case BsonType::min_key:
    case BsonType::max_key: return 0;
    case BsonType::boolean: return fixed(1);
    case BsonType::int32: return fixed(4);
    case BsonType::number_double:
    case BsonType::date_time:
    case BsonType::timestamp:
    case BsonType::int64: return fixed(8);
    case BsonType::object_id: return fixed(12);
    case BsonType::decimal128: return fixed(16);
    case BsonType::string:
    case BsonType::code:
    case BsonType::symbol: return string();
    case BsonType::db_pointer: {
      const std::ptrdiff_t name = string();
      reader.need(in, limit, name + 12, 0);
      return name + 12;
    }
    case BsonType::document:
    case BsonType::array: return static_cast<std::ptrdiff_t>(reader.document(in, limit, 0).size());
    case BsonType::binary: {
      const auto size = reader.number<std::int32_t>(in, limit, 0);
      if (size < 0) reader.fail_value(in, 0, "the binary's length is negative");
      return fixed(std::ptrdiff_t{size} + 5);
    }
    case BsonType::regular_expression: {
      const auto pattern = static_cast<std::ptrdiff_t>(reader.c_string(in, limit, 0).size()) + 1;
      return pattern + static_cast<std::ptrdiff_t>(reader.c_string(in + pattern, limit, 0).size()) + 1;
    }
    case BsonType::code_with_scope: {
      const auto size = reader.number<std::int32_t>(in, limit, 0);
      if (size < 4) reader.fail_value(in, 0, "the length of the code with scope is too small");
      return fixed(size);
    }
  }
  reader.fail_value(in, 0, "unknown BSON type");
}

}  // namespace

CodeWithScope code_with_scope_of(const Element& element) {
  constexpr std::size_t before_text = 8;  // the length of the whole, and that of the text
  const ValueReader reader(element.value);
  const std::uint8_t* const limit = element.value.data() + element.value.size();
  const std::span<const std::uint8_t> code = reader.string(element.value.data() + 4, limit, -1);
  const auto scope = element.value.subspan(before_text + code.size() + 1);
  ValueReader(scope).check_whole_document();
  return {code, {scope.data(), scope.size()}};
}

ElementReader::ElementReader(BsonView document) : document_(document), position_(4) {
  ValueReader(document.bytes()).check_whole_document();
}

std::optional<Element> ElementReader::next() {
  ValueReader reader(document_.bytes());
  const std::uint8_t* const last = document_.data + document_.size - 1;
  const std::uint8_t* in = document_.data + position_;
  if (*in == 0) {
    if (in != last) reader.fail_document(in, 0, "the document ends before the end that its length gives");
    return std::nullopt;
  }
  const auto type = static_cast<BsonType>(*in++);
  const void* const nul = in < last ? std::memchr(in, 0, static_cast<std::size_t>(last - in)) : nullptr;
  if (nul == nullptr) reader.fail_document(in, 0, "a key has no NUL before the end of its document");
  const std::string_view key(reinterpret_cast<const char*>(in),
                             static_cast<std::size_t>(static_cast<const std::uint8_t*>(nul) - in));
  reader.set_key(0, in);
  in += key.size() + 1;
  const std::ptrdiff_t size = value_size(reader, type, in, last);
  position_ = static_cast<std::size_t>(in + size - document_.data);
  return Element{type, key, {in, static_cast<std::size_t>(size)}};
}

bool have_same_value(const Element& left, const Element& right) {
  return left.type == right.type && std::ranges::equal(left.value, right.value);
}

std::optional<Element> find_element(BsonView document, std::string_view key) {
  ElementReader reader(document);
  while (const std::optional<Element> element = reader.next()) {
    if (element->key == key) return element;
  }
  return std::nullopt;
}

}  // namespace mongokeep::extjson
