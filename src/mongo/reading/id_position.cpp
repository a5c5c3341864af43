#include "mongo/reading/id_position.h"

#include <array>
#include <cmath>
#include <cstring>
#include <limits>
#include <span>

#include "mongo/handles.h"

namespace mongokeep::mongo {

namespace {

using Line = IdPosition::Line;

constexpr std::size_t uuid_size = 16;

/// In ms since 1970: the last one of the year 9999, since not every server knows later ones.
constexpr std::int64_t last_date = 253'402'300'799'999;

/// Signed numbers in their order, from 0 on.
constexpr std::uint64_t biased(std::int64_t number) {
  return static_cast<std::uint64_t>(number) ^ (std::uint64_t{1} << 63U);
}
constexpr std::int64_t unbiased(std::uint64_t at) {
  return static_cast<std::int64_t>(at ^ (std::uint64_t{1} << 63U));
}

template <typename Number>
std::uint64_t load_big_endian(const std::uint8_t* bytes) {
  Number number = 0;
  for (std::size_t at = 0; at < sizeof number; ++at) number = number << 8U | bytes[at];
  return number;
}

/// As the beginning of more bytes, which stay as they are.
template <typename Number>
void store_big_endian(Number number, std::span<std::uint8_t> bytes) {
  for (std::size_t at = sizeof number; at > 0; number >>= 8U) bytes[--at] = static_cast<std::uint8_t>(number);
}

std::optional<IdPosition> position_of_binary(const bson_iter_t& id) {
  bson_subtype_t subtype;
  std::uint32_t size = 0;
  const std::uint8_t* bytes = nullptr;
  bson_iter_binary(&id, &subtype, &size, &bytes);
  if (subtype != BSON_SUBTYPE_UUID || size != uuid_size) return std::nullopt;
  return IdPosition{Line::uuid, load_big_endian<std::uint64_t>(bytes)};
}

/// Among the whole numbers.
std::optional<IdPosition> position_of_double(double id) {
  constexpr double bound = 9'223'372'036'854'775'808.0;
  if (!(id >= -bound && id < bound)) return std::nullopt;
  return IdPosition{Line::number, biased(static_cast<std::int64_t>(std::floor(id)))};
}

/// {"_id": …}; `rest`: what follows the 64 bits where there is more.
std::vector<std::uint8_t> document_at(const IdPosition& position, std::uint8_t rest) {
  const UniqueBson document(bson_new());
  std::array<std::uint8_t, uuid_size> bytes;
  bytes.fill(rest);
  switch (position.line) {
    case Line::object_id: {
      bson_oid_t oid;
      store_big_endian(static_cast<std::uint32_t>(position.at), bytes);
      bson_oid_init_from_data(&oid, bytes.data());
      BSON_APPEND_OID(document.get(), "_id", &oid);
      break;
    }
    case Line::number: BSON_APPEND_INT64(document.get(), "_id", unbiased(position.at)); break;
    case Line::date: BSON_APPEND_DATE_TIME(document.get(), "_id", unbiased(position.at)); break;
    case Line::uuid:
      store_big_endian(position.at, bytes);
      BSON_APPEND_BINARY(document.get(), "_id", BSON_SUBTYPE_UUID, bytes.data(), uuid_size);
      break;
  }
  return bytes_of(*document);
}

}  // namespace

std::optional<IdPosition> IdPosition::of(const std::uint8_t* document, std::size_t size) {
  bson_t view;
  bson_iter_t id;
  if (size == 0 || !bson_init_static(&view, document, size) || !bson_iter_init_find(&id, &view, "_id"))
    return std::nullopt;
  switch (bson_iter_type(&id)) {
    case BSON_TYPE_OID: return IdPosition{Line::object_id, load_big_endian<std::uint32_t>(bson_iter_oid(&id)->bytes)};
    case BSON_TYPE_INT32:
    case BSON_TYPE_INT64: return IdPosition{Line::number, biased(bson_iter_as_int64(&id))};
    case BSON_TYPE_DOUBLE: return position_of_double(bson_iter_double(&id));
    case BSON_TYPE_DATE_TIME: return IdPosition{Line::date, biased(bson_iter_date_time(&id))};
    case BSON_TYPE_BINARY: return position_of_binary(id);
    default: return std::nullopt;
  }
}

std::vector<std::uint8_t> IdPosition::first_id() const {
  return document_at(*this, 0);
}

IdLineEnd end_of(Line line) {
  constexpr std::uint64_t last = std::numeric_limits<std::uint64_t>::max();
  switch (line) {
    case Line::number: {
      // Not every number is one of 64 bits.
      const UniqueBson document(bson_new());
      BSON_APPEND_DOUBLE(document.get(), "_id", std::numeric_limits<double>::infinity());
      return {last, bytes_of(*document)};
    }
    case Line::date: return {biased(last_date), document_at({line, biased(last_date)}, 0)};
    case Line::object_id: {
      constexpr std::uint64_t last_second = std::numeric_limits<std::uint32_t>::max();
      return {last_second, document_at({line, last_second}, 0xff)};
    }
    case Line::uuid: break;
  }
  return {last, document_at({line, last}, 0xff)};
}

}  // namespace mongokeep::mongo
