#include "mongo/wire/message_check.h"

#include <gtest/gtest.h>

#include "mongo/wire/made_messages.h"
#include "mongo/wire/reply_check.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo::wire {
namespace {

using extjson::BsonType;

std::string refusal_of(const MessageHeader& header, const SentRequest& request) {
  try {
    check_header(header, request);
  } catch (const Error& error) {
    return error.cause();
  }
  return {};
}

TEST(MessageCheck, TellsWhatIsWrongInAHeader) {
  SentRequest request;
  EXPECT_NE(refusal_of({100, 1, 7, opcode::msg}, request).find("nothing was asked"), std::string::npos);
  request.follow(made_message(7, 0, opcode::msg, made_command("ping", 0)));
  EXPECT_EQ(refusal_of({100, 1, 7, opcode::msg}, request), "");
  EXPECT_EQ(refusal_of({longest_message, 1, 7, opcode::msg}, request), "");
  for (const std::int32_t length : {0, 15, 16, 25, longest_message + 1, INT32_MAX, -1, INT32_MIN})
    EXPECT_NE(refusal_of({length, 1, 7, opcode::msg}, request), "") << length;
  for (const std::int32_t kind : {0, 1, 2001, 2004, 2014, -1})
    EXPECT_NE(refusal_of({100, 1, 7, kind}, request), "") << kind;
  EXPECT_NE(refusal_of({100, 7, 6, opcode::msg}, request), "");
}

TEST(MessageCheck, TakesTheOldAnswerOnlyToTheOldGreeting) {
  SentRequest request;
  request.follow(made_message(7, 0, opcode::query, MessageBytes(40, 0)));
  EXPECT_EQ(refusal_of({100, 1, 7, opcode::reply}, request), "");
  EXPECT_NE(refusal_of({100, 1, 7, opcode::msg}, request), "");
  EXPECT_NE(refusal_of({100, 1, 7, opcode::compressed}, request), "");
  EXPECT_NE(refusal_of({2 << 20, 1, 7, opcode::reply}, request), "");
}

bool is_taken(extjson::RawDocument& answer, Asked asked) {
  try {
    check_reply(answer.finish(), asked);
    return true;
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::server);
    return false;
  }
}

/// Whether an answer of one member, and `ok`, is taken.
bool is_taken(const std::string& key, BsonType type, const MessageBytes& value, Asked asked) {
  extjson::RawDocument answer;
  answer.add(key, type, value);
  answer.add_int32("ok", 1);
  return is_taken(answer, asked);
}

TEST(MessageCheck, TakesDocumentsOfABatchByTheirOutside) {
  const auto batch = [](Asked asked, const MessageBytes& document) {
    extjson::RawDocument answer;
    begin_cursor(answer, "shop.users");
    answer.begin_array("firstBatch");
    answer.add("0", BsonType::document, document);
    answer.end();
    end_cursor(answer);
    return is_taken(answer, asked);
  };
  const MessageBytes odd_inside = {7, 0, 0, 0, 0x55, 0, 0};
  EXPECT_TRUE(batch(Asked::documents, odd_inside)) << "our own readers say which document it is";
  EXPECT_FALSE(batch(Asked::other, odd_inside)) << "others read these by libbson";
  const MessageBytes no_nul = {7, 0, 0, 0, 0x0A, 0, 1};
  EXPECT_FALSE(batch(Asked::documents, no_nul));
  const MessageBytes short_one = {4, 0, 0, 0, 0};
  EXPECT_FALSE(batch(Asked::documents, short_one));
}

TEST(MessageCheck, TakesNumbersOfErrorsThatTheDriverTakes) {
  const MessageBytes zero(4, 0);
  const MessageBytes high_only = {0, 0, 0, 0, 1, 0, 0, 0};
  const MessageBytes not_a_number = {0, 0, 0, 0, 0, 0, 0xF8, 0x7F};
  const MessageBytes eleven = {11, 0, 0, 0};
  EXPECT_FALSE(is_taken("code", BsonType::int32, zero, Asked::other));
  EXPECT_FALSE(is_taken("code", BsonType::int64, high_only, Asked::other));
  EXPECT_FALSE(is_taken("code", BsonType::number_double, not_a_number, Asked::other));
  EXPECT_TRUE(is_taken("code", BsonType::int32, eleven, Asked::other));
}

TEST(MessageCheck, TakesListsThatBeginAtNought) {
  const auto is_list_taken = [](const char* first) {
    extjson::RawDocument answer;
    answer.begin_array("errorLabels");
    answer.add_string(first, "one");
    answer.end();
    answer.add_int32("ok", 1);
    return is_taken(answer, Asked::other);
  };
  EXPECT_TRUE(is_list_taken("0"));
  EXPECT_FALSE(is_list_taken("1")) << "libbson prints a line of its own where it is copied";
  EXPECT_FALSE(is_list_taken(""));
}

TEST(MessageCheck, TakesALoginByTextAsKerberosAndLdapDoIt) {
  const auto is_text_taken = [](std::size_t size) {
    extjson::RawDocument answer;
    answer.add_string("payload", std::string(size, 'i'));
    answer.add_int32("ok", 1);
    return is_taken(answer, Asked::login);
  };
  EXPECT_TRUE(is_text_taken(0));
  EXPECT_TRUE(is_text_taken(2000));
  EXPECT_FALSE(is_text_taken(5000)) << "the driver has room for 4 KiB";
  EXPECT_FALSE(is_taken("payload", BsonType::int32, {1, 0, 0, 0}, Asked::login));
}

}  // namespace
}  // namespace mongokeep::mongo::wire
