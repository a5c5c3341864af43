#include "mongo/wire/sent_request.h"

#include <gtest/gtest.h>

#include "mongo/wire/made_messages.h"

namespace mongokeep::mongo::wire {
namespace {

TEST(SentRequest, IsNoneBeforeAnythingWasWritten) {
  SentRequest request;
  EXPECT_FALSE(request.is_any());
  request.follow(std::vector<std::uint8_t>(15, 1));
  EXPECT_FALSE(request.is_any());
}

TEST(SentRequest, IsKnownHoweverItIsCut) {
  const auto first = made_message(7, 0, opcode::msg, made_command("find", 3'000));
  const auto second = made_message(8, 0, opcode::msg, made_command("saslContinue", 10));
  for (std::size_t piece = 1; piece < 100; ++piece) {
    SentRequest request;
    std::vector<std::uint8_t> both = first;
    both.insert(both.end(), second.begin(), second.end());
    for (std::size_t at = 0; at < both.size(); at += piece) {
      request.follow(std::span(both).subspan(at, std::min(piece, both.size() - at)));
      if (at + piece >= first.size() || at <= 100) continue;
      EXPECT_EQ(request.id(), 7) << piece;
    }
    EXPECT_EQ(request.id(), 8) << piece;
    EXPECT_EQ(request.asked(), Asked::login) << piece;
    EXPECT_EQ(request.opcode(), opcode::msg);
  }
}

TEST(SentRequest, AsksForWhatItsNameSays) {
  const auto asked = [](const std::string& name) {
    SentRequest request;
    request.follow(made_message(1, 0, opcode::msg, made_command(name, 0)));
    return request.asked();
  };
  EXPECT_EQ(asked("hello"), Asked::greeting);
  EXPECT_EQ(asked("ismaster"), Asked::greeting);
  EXPECT_EQ(asked("saslStart"), Asked::login);
  EXPECT_EQ(asked("find"), Asked::documents);
  EXPECT_EQ(asked("getMore"), Asked::documents);
  EXPECT_EQ(asked("findAndModify"), Asked::other);
  EXPECT_EQ(asked(std::string(200, 'x')), Asked::other);
  SentRequest old;
  old.follow(made_message(1, 0, opcode::query, std::vector<std::uint8_t>(40, 0)));
  EXPECT_EQ(old.asked(), Asked::greeting);
}

}  // namespace
}  // namespace mongokeep::mongo::wire
