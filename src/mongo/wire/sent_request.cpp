#include "mongo/wire/sent_request.h"

#include <algorithm>
#include <array>
#include <cstring>

namespace mongokeep::mongo::wire {

void SentRequest::follow(std::span<const std::uint8_t> bytes) {
  while (!bytes.empty()) {
    if (seen_ >= size() && seen_ >= header_size) seen_ = 0;
    std::size_t taken = std::min(bytes.size(), size() - seen_);
    if (seen_ < head_.size()) {
      taken = std::min(taken, head_.size() - seen_);
      std::memcpy(head_.data() + seen_, bytes.data(), taken);
    }
    seen_ += taken;
    bytes = bytes.subspan(taken);
  }
}

std::size_t SentRequest::size() const {
  if (seen_ < header_size) return header_size;
  return std::max(header_size, static_cast<std::size_t>(std::max(header().length, 0)));
}

std::int32_t SentRequest::opcode() const {
  const std::int32_t outer = header().opcode;
  if (outer != opcode::compressed) return outer;
  return extjson::load_little_endian<std::int32_t>(head_.data() + header_size);
}

std::string_view SentRequest::command_name() const {
  // Flags, kind of the section, length of the document, type of its first element.
  constexpr std::size_t before_name = header_size + 4 + 1 + 4 + 1;
  const std::string_view head(reinterpret_cast<const char*>(head_.data()), std::min(seen_, head_.size()));
  if (header().opcode != opcode::msg || head.size() <= before_name) return {};
  const std::string_view rest = head.substr(before_name);
  return rest.substr(0, rest.find('\0'));
}

Asked SentRequest::asked() const {
  struct Known {
    std::string_view name;
    Asked asked;
  };
  constexpr std::array known = {
      Known{"hello", Asked::greeting},      Known{"isMaster", Asked::greeting},  Known{"ismaster", Asked::greeting},
      Known{"saslStart", Asked::login},     Known{"saslContinue", Asked::login}, Known{"find", Asked::documents},
      Known{"aggregate", Asked::documents}, Known{"getMore", Asked::documents},  Known{"insert", Asked::write},
      Known{"update", Asked::write},
  };
  // The drivers of our time greet in this way, and ask for nothing else by it.
  if (header().opcode == opcode::query) return Asked::greeting;
  // The name is not to be seen. Greetings and logins are never compressed.
  if (is_compressed()) return Asked::documents;
  const std::string_view name = command_name();
  const auto* const found = std::ranges::find(known, name, &Known::name);
  return found == known.end() ? Asked::other : found->asked;
}

}  // namespace mongokeep::mongo::wire
