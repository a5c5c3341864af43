#pragma once

#include <cstddef>
#include <vector>

#include "stream/checksum.h"
#include "stream/source.h"

namespace mongokeep::stream {

/// Adds what passes to a checksum. Borrows both.
class ChecksumSource final : public Source {
 public:
  ChecksumSource(Checksum& checksum, Source& next) : checksum_(checksum), next_(next) {}

  std::size_t read(std::span<char> room) override {
    const std::size_t got = next_.read(room);
    checksum_.add({room.data(), got});
    return got;
  }

 private:
  Checksum& checksum_;
  Source& next_;
};

/// Adds all that the source gives until its end.
inline void add_all(Source& source, Checksum& checksum) {
  std::vector<char> room(std::size_t{1} << 18U);
  while (const std::size_t got = source.read(room)) checksum.add({room.data(), got});
}

/// Of what the source gives until its end.
inline Checksum checksum_of(Source& source) {
  Checksum found;
  add_all(source, found);
  return found;
}

}  // namespace mongokeep::stream
