#include "mongo/wire/guarded_reading.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <optional>
#include <utility>

#include "mongo/wire/made_messages.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo::wire {
namespace {

/// A server's bytes, given a piece at a time, as a socket that does not block has them.
class Trickle {
 public:
  Trickle(MessageBytes bytes, std::size_t piece) : bytes_(std::move(bytes)), piece_(piece) {}

  std::ptrdiff_t read(std::span<std::uint8_t> room, std::size_t wanted) {
    if (wanted == 0 && std::exchange(is_blocked_, !is_blocked_)) return -1;
    const std::size_t most = wanted == 0 ? piece_ : std::max(piece_, wanted);
    const std::size_t taken = std::min({room.size(), most, bytes_.size() - at_});
    std::memcpy(room.data(), bytes_.data() + at_, taken);
    at_ += taken;
    return static_cast<std::ptrdiff_t>(taken);
  }

 private:
  MessageBytes bytes_;
  std::size_t piece_;
  std::size_t at_ = 0;
  bool is_blocked_ = false;
};

class GuardedReadingTest : public testing::Test {
 protected:
  GuardedReadingTest() { request_.follow(made_message(7, 0, opcode::msg, made_command("find", 0))); }

  /// Reads the message as the driver does: its length, and the rest of it in one go or, `is_patient`, as it comes.
  MessageBytes read_all(const MessageBytes& sent, std::size_t piece, bool is_patient) {
    Trickle trickle(sent, piece);
    const GuardedReading::Source source = [&](std::span<std::uint8_t> room, std::size_t wanted) {
      return trickle.read(room, wanted);
    };
    MessageBytes got;
    const auto take = [&](std::size_t size) {
      const std::size_t end = got.size() + size;
      while (got.size() < end) {
        const std::size_t at = got.size();
        got.resize(end);
        const std::ptrdiff_t taken = reading_->read(std::span(got).subspan(at), is_patient ? 0 : end - at, source);
        got.resize(at + static_cast<std::size_t>(std::max<std::ptrdiff_t>(taken, 0)));
        if (taken <= 0 && !is_patient) return;
      }
    };
    take(4);
    take(static_cast<std::size_t>(extjson::load_little_endian<std::int32_t>(got.data())) - 4);
    return got;
  }

  OfferedCompressors offered_;
  SentRequest request_;
  int sound_ = 0;
  /// Anew after a message that was refused.
  std::optional<GuardedReading> reading_{std::in_place, offered_, request_, [this] { ++sound_; }};
};

TEST_F(GuardedReadingTest, GivesEveryMessageAsItCame) {
  for (const int count : {0, 1, 300}) {
    const MessageBytes sent = made_message(1, 7, opcode::msg, made_batch(count, 50));
    for (const std::size_t piece : {1, 2, 3, 4, 5, 15, 16, 17, 20, 21, 1000, 1 << 20}) {
      for (const bool is_patient : {false, true}) {
        const int before = sound_;
        EXPECT_EQ(read_all(sent, piece, is_patient), sent) << count << " " << piece << " " << is_patient;
        EXPECT_EQ(sound_, before + 1);
      }
    }
  }
}

TEST_F(GuardedReadingTest, GivesNoByteOfAHeaderThatIsRefused) {
  const MessageBytes sent = made_message(1, 6, opcode::msg, made_batch(1, 5));
  MessageBytes room(4, 0xEE);
  Trickle trickle(sent, 1);
  EXPECT_THROW(reading_->read(room, 4, [&](auto span, auto wanted) { return trickle.read(span, wanted); }), Error);
  EXPECT_EQ(room, MessageBytes(4, 0xEE));
}

TEST_F(GuardedReadingTest, RefusesWhatIsWrongInTheLastByte) {
  MessageBytes sent = made_message(1, 7, opcode::msg, made_batch(3, 50));
  sent.back() = 1;
  for (const bool is_patient : {false, true}) {
    reading_.emplace(offered_, request_, [this] { ++sound_; });
    EXPECT_THROW(read_all(sent, 7, is_patient), Error);
    EXPECT_EQ(sound_, 0);
  }
}

TEST_F(GuardedReadingTest, TellsTheEndOfTheConnection) {
  const GuardedReading::Source nothing = [](auto, auto) { return std::ptrdiff_t{0}; };
  MessageBytes room(4);
  EXPECT_EQ(reading_->read(room, 4, nothing), 0);
}

}  // namespace
}  // namespace mongokeep::mongo::wire
