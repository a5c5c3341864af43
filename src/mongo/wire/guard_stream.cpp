#include "mongo/wire/guard_stream.h"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "base/telling.h"
#include "mongo/wire/guarded_reading.h"
#include "mongo/wire/sent_request.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo::wire {

namespace {

/// Numbers that none of the driver's own streams has: it takes some of those apart.
constexpr int guard_type = 2'101;

class GuardStream : public mongoc_stream_t {
 public:
  GuardStream(mongoc_stream_t* base, std::string host, std::shared_ptr<GuardRules> rules);
  GuardStream(const GuardStream&) = delete;
  GuardStream& operator=(const GuardStream&) = delete;

  static GuardStream& of(mongoc_stream_t* stream) { return *static_cast<GuardStream*>(stream); }

  // No exception may pass through the driver.
  ssize_t write(mongoc_iovec_t* pieces, std::size_t count, std::int32_t timeout) noexcept;
  ssize_t read(mongoc_iovec_t* pieces, std::size_t count, std::size_t least, std::int32_t timeout) noexcept;
  mongoc_stream_t* base() const { return base_; }
  bool may_be_tried_again() const { return is_blocked_; }

 private:
  std::ptrdiff_t read_base(std::span<std::uint8_t> room, std::size_t wanted, std::int32_t timeout);
  /// Without memory for the reason, the driver's own words for a connection that broke have to do.
  template <typename Make>
  void note(const Make& reason) {
    tell_what_is_done([&] { rules_->refused.note(host_, reason()); });
  }
  /// Nothing passes any more, and the driver is given the reason as errno has it.
  ssize_t refuse(int error_number) {
    is_refused_ = true;
    is_blocked_ = false;
    errno = error_number;
    return -1;
  }
  ssize_t write_followed(mongoc_iovec_t* pieces, std::size_t count, std::int32_t timeout);
  ssize_t read_checked(mongoc_iovec_t* pieces, std::size_t count, std::size_t least, std::int32_t timeout);
  void count_request();
  void note_break();

  mongoc_stream_t* base_;
  std::string host_;
  std::shared_ptr<GuardRules> rules_;
  SentRequest request_;
  GuardedReading reading_;
  std::vector<std::span<const std::uint8_t>> written_;  ///< kept for its memory
  std::optional<std::int32_t> counted_;                 ///< the request that was counted last
  bool is_refused_ = false;
  bool is_blocked_ = false;  ///< the last read found nothing, and a later one may
};

void close_with(mongoc_stream_t* stream, void (*end)(mongoc_stream_t*)) {
  const std::unique_ptr<GuardStream> owned(&GuardStream::of(stream));
  end(owned->base());
}

GuardStream::GuardStream(mongoc_stream_t* base, std::string host, std::shared_ptr<GuardRules> rules)
    : mongoc_stream_t{},
      base_(base),
      host_(std::move(host)),
      rules_(std::move(rules)),
      reading_(rules_->offered, request_, [this] { rules_->refused.forget(host_); }) {
  using Stream = mongoc_stream_t;
  type = guard_type;
  destroy = [](Stream* self) { close_with(self, mongoc_stream_destroy); };
  failed = [](Stream* self) { close_with(self, mongoc_stream_failed); };
  close = [](Stream* self) { return mongoc_stream_close(of(self).base()); };
  flush = [](Stream* self) { return mongoc_stream_flush(of(self).base()); };
  writev = [](Stream* self, mongoc_iovec_t* pieces, std::size_t count, std::int32_t timeout) {
    return of(self).write(pieces, count, timeout);
  };
  readv = [](Stream* self, mongoc_iovec_t* pieces, std::size_t count, std::size_t least, std::int32_t timeout) {
    return of(self).read(pieces, count, least, timeout);
  };
  setsockopt = [](Stream* self, int level, int name, void* value, mongoc_socklen_t size) {
    return mongoc_stream_setsockopt(of(self).base(), level, name, value, size);
  };
  get_base_stream = [](Stream* self) { return of(self).base(); };
  check_closed = [](Stream* self) { return mongoc_stream_check_closed(of(self).base()); };
  timed_out = [](Stream* self) { return mongoc_stream_timed_out(of(self).base()); };
  // Of a write too: what it failed at is known to the stream below.
  should_retry = [](Stream* self) { return of(self).may_be_tried_again(); };
}

ssize_t GuardStream::write(mongoc_iovec_t* pieces, std::size_t count, std::int32_t timeout) noexcept {
  try {
    return write_followed(pieces, count, timeout);
  } catch (const std::exception&) {
    // What was asked is not known any more, and so no answer to it can be told from a forged one.
    return refuse(ENOMEM);
  }
}

ssize_t GuardStream::write_followed(mongoc_iovec_t* pieces, std::size_t count, std::int32_t timeout) {
  written_.clear();
  for (const mongoc_iovec_t& piece : std::span(pieces, count)) {
    written_.emplace_back(static_cast<const std::uint8_t*>(piece.iov_base), piece.iov_len);
  }
  const ssize_t result = mongoc_stream_writev(base_, pieces, count, timeout);
  is_blocked_ = result <= 0 && mongoc_stream_should_retry(base_);
  std::size_t left = result > 0 ? static_cast<std::size_t>(result) : 0;
  for (const std::span<const std::uint8_t> piece : written_) {
    const std::size_t passed = std::min(left, piece.size());
    request_.follow(piece.first(passed));
    left -= passed;
  }
  if (result < 0 && !is_blocked_) note_break();
  return result;
}

ssize_t GuardStream::read(mongoc_iovec_t* pieces, std::size_t count, std::size_t least, std::int32_t timeout) noexcept {
  is_blocked_ = false;
  if (is_refused_) return -1;
  try {
    return read_checked(pieces, count, least, timeout);
  } catch (const Error& error) {
    note([&] { return error; });
  } catch (const std::exception& error) {
    note([&] { return Error(ErrorKind::server, "accept", host_, error.what()); });
  }
  return refuse(EPROTO);
}

void GuardStream::count_request() {
  if (!request_.is_any() || counted_ == request_.id()) return;
  counted_ = request_.id();
  rules_->writes.note(request_);
}

void GuardStream::note_break() {
  rules_->refused.note_break();
  rules_->writes.note_break();
}

ssize_t GuardStream::read_checked(mongoc_iovec_t* pieces, std::size_t count, std::size_t least, std::int32_t timeout) {
  count_request();
  std::size_t given = 0;
  for (const mongoc_iovec_t& piece : std::span(pieces, count)) {
    const std::size_t still_least = std::min(least > given ? least - given : 0, piece.iov_len);
    const std::ptrdiff_t got = reading_.read(
        {static_cast<std::uint8_t*>(piece.iov_base), piece.iov_len}, still_least,
        [this, timeout](std::span<std::uint8_t> room, std::size_t wanted) { return read_base(room, wanted, timeout); });
    if (got <= 0) return given > 0 ? static_cast<ssize_t>(given) : got;
    given += static_cast<std::size_t>(got);
    if (static_cast<std::size_t>(got) < piece.iov_len) break;
  }
  return static_cast<ssize_t>(given);
}

std::ptrdiff_t GuardStream::read_base(std::span<std::uint8_t> room, std::size_t wanted, std::int32_t timeout) {
  const ssize_t got = mongoc_stream_read(base_, room.data(), room.size(), wanted, timeout);
  is_blocked_ = got <= 0 && mongoc_stream_should_retry(base_);
  if (got <= 0 && !is_blocked_) note_break();
  return got;
}

}  // namespace

mongoc_stream_t* new_guard_stream(mongoc_stream_t* base, std::string host, std::shared_ptr<GuardRules> rules) {
  return std::make_unique<GuardStream>(base, std::move(host), std::move(rules)).release();
}

}  // namespace mongokeep::mongo::wire
