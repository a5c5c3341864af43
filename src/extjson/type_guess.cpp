#include "extjson/type_guess.h"

#include <algorithm>

#include "extjson/date_reading.h"
#include "extjson/hex_reading.h"
#include "extjson/little_endian.h"

namespace mongokeep::extjson {

namespace {

constexpr std::size_t object_id_size = 12;

bool is_object_id(std::string_view text) {
  return text.size() == 2 * object_id_size && std::all_of(text.begin(), text.end(), [](char digit) {
           return (digit >= '0' && digit <= '9') || (digit >= 'a' && digit <= 'f');
         });
}

}  // namespace

std::optional<TypeGuess> guess_type(std::string_view key, std::string_view text, char* out) {
  if (key == "_id" && is_object_id(text)) {
    read_hex(out, text.data(), object_id_size);
    return TypeGuess{BsonType::object_id, object_id_size};
  }
  const DateReading date = read_script_date(text);
  if (date.wrong != nullptr) return std::nullopt;
  store_little_endian(out, date.milliseconds);
  return TypeGuess{BsonType::date_time, sizeof(date.milliseconds)};
}

}  // namespace mongokeep::extjson
