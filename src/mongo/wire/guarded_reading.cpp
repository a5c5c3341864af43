#include "mongo/wire/guarded_reading.h"

#include <algorithm>
#include <cstring>
#include <utility>

#include "mongo/wire/message_check.h"

namespace mongokeep::mongo::wire {

std::ptrdiff_t GuardedReading::read(std::span<std::uint8_t> room, std::size_t least, const Source& source) {
  std::size_t given = 0;
  const auto result = [&] { return given > 0 ? static_cast<std::ptrdiff_t>(given) : last_result_; };
  while (given < room.size()) {
    const std::size_t still_least = least > given ? least - given : 0;
    if (receive_header(still_least, source) == Progress::stuck) return result();
    if (head_given_ < header_size) {
      const std::size_t taken = std::min(room.size() - given, header_size - head_given_);
      std::memcpy(room.data() + given, head_.data() + head_given_, taken);
      head_given_ += taken;
      given += taken;
      continue;
    }
    const std::span<std::uint8_t> rest = room.subspan(given);
    const std::size_t body_size = header_.body_size();
    if (body_received_ == 0 && rest.size() >= body_size && still_least >= body_size) {
      last_result_ = source(rest.first(body_size), body_size);
      // The driver gives the connection up where not all of it came, and so does this.
      if (last_result_ != static_cast<std::ptrdiff_t>(body_size)) return last_result_ < 0 ? last_result_ : 0;
      check_body(header_, rest.first(body_size), request_.asked());
      on_sound_();
      given += body_size;
      begin_anew();
      if (given >= least) break;
      continue;
    }
    if (gather_body(still_least, source) == Progress::stuck) return result();
    const std::size_t taken = std::min(rest.size(), body_size - body_given_);
    std::memcpy(rest.data(), body_.data() + body_given_, taken);
    body_given_ += taken;
    given += taken;
    if (body_given_ == body_size) begin_anew();
    if (given >= least) break;
  }
  return result();
}

GuardedReading::Progress GuardedReading::receive_header(std::size_t least, const Source& source) {
  while (head_received_ < header_size) {
    const std::span<std::uint8_t> missing = std::span(head_).subspan(head_received_);
    last_result_ = source(missing, least > 0 ? missing.size() : 0);
    if (last_result_ <= 0) return Progress::stuck;
    head_received_ += static_cast<std::size_t>(last_result_);
    if (head_received_ < header_size) continue;
    header_ = MessageHeader::from(head_);
    check_header(header_, request_);
  }
  if (header_.opcode != opcode::compressed) return Progress::done;
  if (gather_body(least, source) == Progress::stuck) return Progress::stuck;
  Message inner = decompressed(header_, body_, offered_, request_);
  check_body(inner.header, inner.body, request_.asked());
  on_sound_();
  header_ = inner.header;
  head_ = header_.bytes();
  body_ = std::move(inner.body);
  body_received_ = body_.size();
  is_body_checked_ = true;
  return Progress::done;
}

GuardedReading::Progress GuardedReading::gather_body(std::size_t least, const Source& source) {
  // What was claimed is believed a piece at a time.
  constexpr std::size_t piece = 1 << 20;
  const std::size_t size = header_.body_size();
  while (body_received_ < size) {
    body_.resize(std::min(size, body_received_ + piece));
    const std::span<std::uint8_t> missing = std::span(body_).subspan(body_received_);
    last_result_ = source(missing, least > 0 ? missing.size() : 0);
    if (last_result_ <= 0) return Progress::stuck;
    body_received_ += static_cast<std::size_t>(last_result_);
  }
  if (!is_body_checked_ && header_.opcode != opcode::compressed) {
    check_body(header_, body_, request_.asked());
    on_sound_();
    is_body_checked_ = true;
  }
  return Progress::done;
}

void GuardedReading::begin_anew() {
  head_received_ = head_given_ = 0;
  body_.clear();
  body_.shrink_to_fit();
  body_received_ = body_given_ = 0;
  is_body_checked_ = false;
}

}  // namespace mongokeep::mongo::wire
