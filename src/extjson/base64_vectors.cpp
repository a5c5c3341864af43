#include "extjson/base64_vectors.h"

#undef HWY_TARGET_INCLUDE
#define HWY_TARGET_INCLUDE "extjson/base64_vectors.cpp"
#include <hwy/foreach_target.h>  // IWYU pragma: keep
#include <hwy/highway.h>

HWY_BEFORE_NAMESPACE();
namespace mongokeep::extjson {
namespace HWY_NAMESPACE {

#if HWY_TARGET == HWY_SCALAR

// Without vectors of bytes all is the caller's.
std::size_t WriteBase64(char*, const std::uint8_t*, std::size_t) {
  return 0;
}
std::size_t ReadBase64(char*, const char*, std::size_t) {
  return 0;
}

#else

namespace hn = hwy::HWY_NAMESPACE;

constexpr std::size_t bytes_at_a_time = 12;
constexpr std::size_t characters_at_a_time = 16;

using Bytes = hn::FixedTag<std::uint8_t, 16>;
using Words = hn::FixedTag<std::uint16_t, 8>;
using Quads = hn::FixedTag<std::uint32_t, 4>;
using ByteVector = hn::Vec<Bytes>;

ByteVector table(const std::uint8_t (&values)[16]) {
  return hn::LoadU(Bytes(), values);
}

/// Four values of six bits out of each three bytes.
HWY_ATTR ByteVector split(ByteVector bytes) {
  // Each three bytes a b c as the word pairs (b a), (c b), so that every value lies within one 16-bit word.
  const ByteVector order = table({1, 0, 2, 1, 4, 3, 5, 4, 7, 6, 8, 7, 10, 9, 11, 10});
  const auto spread = hn::BitCast(Quads(), hn::TableLookupBytes(bytes, order));
  const Words words;
  const auto odd = hn::BitCast(words, hn::And(spread, hn::Set(Quads(), 0x0FC0'FC00U)));
  const auto even = hn::BitCast(words, hn::And(spread, hn::Set(Quads(), 0x003F'03F0U)));
  // Multiplications that are shifts by another distance in every other word: right by 10 and 6, left by 4 and 8.
  const auto down = hn::MulHigh(odd, hn::BitCast(words, hn::Set(Quads(), 0x0400'0040U)));
  const auto up = hn::Mul(even, hn::BitCast(words, hn::Set(Quads(), 0x0100'0010U)));
  return hn::BitCast(Bytes(), hn::Or(down, up));
}

/// The alphabet is five runs of characters; each value gets the distance between itself and its character.
HWY_ATTR ByteVector to_characters(ByteVector values) {
  constexpr std::uint8_t digits = static_cast<std::uint8_t>('0' - 52);
  const ByteVector distances =
      table({'a' - 26, digits, digits, digits, digits, digits, digits, digits, digits, digits, digits,
             static_cast<std::uint8_t>('+' - 62), static_cast<std::uint8_t>('/' - 63), 'A', 0, 0});
  const Bytes tag;
  // 0 for 0 to 51, then 1 to 12; the first 26 are moved on to 13.
  const ByteVector runs = hn::SaturatedSub(values, hn::Set(tag, 51));
  const ByteVector capitals = hn::IfThenElseZero(hn::Lt(values, hn::Set(tag, 26)), hn::Set(tag, 13));
  return hn::Add(values, hn::TableLookupBytes(distances, hn::Or(runs, capitals)));
}

HWY_ATTR std::size_t WriteBase64(char* out, const std::uint8_t* bytes, std::size_t size) {
  const Bytes tag;
  std::size_t done = 0;
  // A whole vector is read for 12 bytes of it.
  for (; size - done >= characters_at_a_time; done += bytes_at_a_time) {
    const ByteVector characters = to_characters(split(hn::LoadU(tag, bytes + done)));
    hn::StoreU(characters, tag, reinterpret_cast<std::uint8_t*>(out));
    out += characters_at_a_time;
  }
  return done;
}

/// The three bytes that each four values of six bits make, in the first 12 bytes.
HWY_ATTR ByteVector join(ByteVector values) {
  const auto words = hn::BitCast(Words(), values);
  const auto twelves = hn::Or(hn::ShiftLeft<6>(hn::And(words, hn::Set(Words(), 0x00FF))), hn::ShiftRight<8>(words));
  const auto quads = hn::BitCast(Quads(), twelves);
  const auto joined = hn::Or(hn::ShiftLeft<12>(hn::And(quads, hn::Set(Quads(), 0xFFFFU))), hn::ShiftRight<16>(quads));
  const ByteVector order = table({2, 1, 0, 6, 5, 4, 10, 9, 8, 14, 13, 12, 0x80, 0x80, 0x80, 0x80});
  return hn::TableLookupBytesOr0(hn::BitCast(Bytes(), joined), order);
}

HWY_ATTR std::size_t ReadBase64(char* out, const char* text, std::size_t size) {
  const Bytes tag;
  // A character is of the alphabet where the bit that its low half chooses is not among those of its high half.
  const ByteVector low_bits =
      table({0x15, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x11, 0x13, 0x1A, 0x1B, 0x1B, 0x1B, 0x1A});
  const ByteVector high_bits =
      table({0x10, 0x10, 0x01, 0x02, 0x04, 0x08, 0x04, 0x08, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10, 0x10});
  // By the high half, what makes a value of a character; '/' has an entry of its own, one before that of '+'.
  const ByteVector distances =
      table({0, 16, 19, 4, static_cast<std::uint8_t>(-65), static_cast<std::uint8_t>(-65),
             static_cast<std::uint8_t>(-71), static_cast<std::uint8_t>(-71), 0, 0, 0, 0, 0, 0, 0, 0});
  std::size_t done = 0;
  for (; size - done >= characters_at_a_time; done += characters_at_a_time) {
    const ByteVector characters = hn::LoadU(tag, reinterpret_cast<const std::uint8_t*>(text + done));
    const ByteVector high = hn::ShiftRight<4>(characters);
    const ByteVector low = hn::And(characters, hn::Set(tag, 0x0F));
    const ByteVector wrong = hn::And(hn::TableLookupBytes(low_bits, low), hn::TableLookupBytes(high_bits, high));
    if (!hn::AllTrue(tag, hn::Eq(wrong, hn::Zero(tag)))) break;
    const ByteVector is_slash = hn::VecFromMask(tag, hn::Eq(characters, hn::Set(tag, '/')));
    const ByteVector values = hn::Add(characters, hn::TableLookupBytes(distances, hn::Add(high, is_slash)));
    hn::StoreU(join(values), tag, reinterpret_cast<std::uint8_t*>(out));
    out += bytes_at_a_time;
  }
  return done;
}

#endif

}  // namespace HWY_NAMESPACE
}  // namespace mongokeep::extjson
HWY_AFTER_NAMESPACE();

#if HWY_ONCE
namespace mongokeep::extjson {

HWY_EXPORT(WriteBase64);
HWY_EXPORT(ReadBase64);

std::size_t write_base64_vectors(char* out, const std::uint8_t* bytes, std::size_t size) {
  return HWY_DYNAMIC_DISPATCH(WriteBase64)(out, bytes, size);
}

std::size_t read_base64_vectors(char* out, const char* text, std::size_t size) {
  return HWY_DYNAMIC_DISPATCH(ReadBase64)(out, text, size);
}

}  // namespace mongokeep::extjson
#endif
