#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "base/files/unique_fd.h"
#include "support/http_head.h"

namespace mongokeep::test {

/// A connection over which heads and bodies of a known length come and go. One thread.
class HttpStream {
 public:
  /// Waiting ends once `end` can be read.
  HttpStream(UniqueFd socket, int end) : socket_(std::move(socket)), end_(end) {}

  /// Nothing when the other side, or the waiting, ends first, or the head has more than 64 KiB.
  std::optional<HttpHead> read_head();
  /// The next bytes of a body, `most` at most; empty when the other side, or the waiting, ends first.
  std::string read_some(std::uint64_t most);
  /// False when the other side does not take it all.
  bool write(std::string_view bytes) const;
  /// Closes the connection with a reset.
  void reset();

 private:
  bool receive();

  UniqueFd socket_;
  int end_;
  std::string buffered_;
};

}  // namespace mongokeep::test
