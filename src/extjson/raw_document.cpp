#include "extjson/raw_document.h"

#include <array>
#include <utility>

#include "extjson/bson_bytes.h"
#include "extjson/little_endian.h"

namespace mongokeep::extjson {

void RawDocument::add(std::string_view key, BsonType type, std::span<const std::uint8_t> value) {
  put_key(type, key);
  bytes_.insert(bytes_.end(), value.begin(), value.end());
}

void RawDocument::add_document(std::string_view key, BsonView document) {
  add(key, BsonType::document, document.bytes());
}

void RawDocument::add_array(std::string_view key, BsonView array) {
  add(key, BsonType::array, array.bytes());
}

void RawDocument::add_string(std::string_view key, std::string_view text) {
  put_key(BsonType::string, key);
  put_number(static_cast<std::int32_t>(text.size() + 1));
  bytes_.insert(bytes_.end(), text.begin(), text.end());
  bytes_.push_back(0);
}

void RawDocument::add_bool(std::string_view key, bool value) {
  put_key(BsonType::boolean, key);
  bytes_.push_back(value ? 1 : 0);
}

void RawDocument::add_int32(std::string_view key, std::int32_t value) {
  put_key(BsonType::int32, key);
  put_number(value);
}

void RawDocument::add_members_of(BsonView document) {
  constexpr std::size_t length_size = 4;
  bytes_.insert(bytes_.end(), document.data + length_size, document.data + document.size - 1);
}

void RawDocument::begin_document(std::string_view key) {
  begin(BsonType::document, key);
}

void RawDocument::begin_array(std::string_view key) {
  begin(BsonType::array, key);
}

void RawDocument::end() {
  bytes_.push_back(0);
  const std::size_t begin = open_containers_.back();
  open_containers_.pop_back();
  store_little_endian(reinterpret_cast<char*>(bytes_.data() + begin), static_cast<std::int32_t>(bytes_.size() - begin));
}

BsonView RawDocument::finish() {
  end();
  return {bytes_.data(), bytes_.size()};
}

BsonBytes RawDocument::take() {
  end();
  return std::move(bytes_);
}

void RawDocument::open() {
  open_containers_.push_back(bytes_.size());
  put_number(std::int32_t{0});
}

void RawDocument::begin(BsonType type, std::string_view key) {
  put_key(type, key);
  open();
}

void RawDocument::put_key(BsonType type, std::string_view key) {
  bytes_.push_back(static_cast<std::uint8_t>(type));
  bytes_.insert(bytes_.end(), key.begin(), key.end());
  bytes_.push_back(0);
}

template <typename Number>
void RawDocument::put_number(Number number) {
  std::array<char, sizeof(Number)> stored;
  store_little_endian(stored.data(), number);
  bytes_.insert(bytes_.end(), stored.begin(), stored.end());
}

}  // namespace mongokeep::extjson
