#include "mongo/writing/write_reply.h"

#include <gmock/gmock.h>

#include "support/mongo_client.h"

namespace mongokeep::mongo {
namespace {

using Duplicate = WriteError::Duplicate;

class WriteReplyTest : public testing::Test {
 protected:
  WriteReply read(const std::string& json) const {
    const test::Bytes bytes = test::bson_from_json(json);
    bson_t view;
    bson_init_static(&view, bytes.data(), bytes.size());
    return read_command_reply(client_, view);
  }

  WriteError error(const std::string& members) const {
    return read("{\"n\": 0, \"writeErrors\": [{\"index\": 0, " + members + "}]}").errors.at(0);
  }

  // Nothing is sent: the password is what texts are cleaned of.
  Connection connection_ = Connection::open("mongodb://someone:s3cret-word@127.0.0.1/");
  Client client_ = connection_.acquire();
};

TEST_F(WriteReplyTest, TellsTheIndexOfADuplicateFromWhatTheServerGives) {
  const auto with_pattern = [&](const std::string& pattern) {
    return error(R"("code": 11000, "errmsg": "E11000 index: _id_ dup", "keyPattern": )" + pattern).duplicate;
  };
  EXPECT_EQ(with_pattern(R"({"_id": 1})"), Duplicate::on_id);
  EXPECT_EQ(with_pattern(R"({"_id": 1, "a": 1})"), Duplicate::on_another);
  EXPECT_EQ(with_pattern(R"({"a": 1})"), Duplicate::on_another);

  const auto with_message = [&](int code, const std::string& message) {
    return error("\"code\": " + std::to_string(code) + ", \"errmsg\": \"" + message + "\"").duplicate;
  };
  EXPECT_EQ(with_message(11000, "E11000 duplicate key error collection: a.b index: _id_ dup key: { : 1 }"),
            Duplicate::on_id);
  EXPECT_EQ(with_message(11001, "E11000 duplicate key error collection: a.b index: c_1 dup key: { : 1 }"),
            Duplicate::on_another);
  EXPECT_EQ(with_message(12582, ""), Duplicate::on_unknown);
  EXPECT_EQ(with_message(50, "index: _id_ "), Duplicate::none);
}

TEST_F(WriteReplyTest, CountsWhatBecameOfEach) {
  const WriteReply reply = read(R"({"n": 2, "upserted": [{"index": 1, "_id": 5}],
                                    "writeErrors": [{"index": 2, "code": 121, "errmsg": "no"}]})");
  EXPECT_EQ(reply.written, 2U);
  EXPECT_EQ(reply.upserted, 1U);
  EXPECT_TRUE(reply.accounts_for(3));
  EXPECT_FALSE(reply.accounts_for(4)) << "one is not spoken of";
  EXPECT_FALSE(read(R"({"n": 0, "writeErrors": [{"index": 7, "code": 1, "errmsg": ""}]})").accounts_for(1))
      << "there is none of that number";
}

TEST_F(WriteReplyTest, GivesReasonsToAPerson) {
  EXPECT_EQ(error(R"("code": 2, "errmsg": "no s3cret-word here")").reason, "no *** here (server error 2)");
  EXPECT_THAT(error(R"("code": 121, "errmsg": "failed", "errInfo": {"details": {"operatorName": "$gt"}})").reason,
              testing::HasSubstr("\"$gt\""));
}

}  // namespace
}  // namespace mongokeep::mongo
