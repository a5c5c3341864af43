#include "mongo/driver_error.h"

#include <gtest/gtest.h>

namespace mongokeep::mongo {
namespace {

TEST(WithoutCommand, KeepsTheCommandsNameAndNothingOfTheDocuments) {
  EXPECT_EQ(without_command("not authorized on shop to execute command { update: \"users\", updates: [ { u: { mail: "
                            "\"k0@example.org\" } } ], $db: \"shop\" }"),
            "not authorized on shop to execute command update");
  EXPECT_EQ(without_command(R"(not authorized on shop to execute update: {"update":"users","u":{"mail":"a@b"}})"),
            "not authorized on shop to execute update");
  EXPECT_EQ(without_command("Command listCollections requires authentication"),
            "Command listCollections requires authentication");
  EXPECT_EQ(without_command("refused {"), "refused");
  EXPECT_EQ(without_command(""), "");
}

TEST(WithCode, TakesTheCommandOutOfRefusalsOnly) {
  EXPECT_EQ(with_code("not authorized to execute command { drop: \"a\" }", 13),
            "not authorized to execute command drop (server error 13)");
  EXPECT_EQ(with_code("E11000 duplicate key error dup key: { _id: 1 }", 11000),
            "E11000 duplicate key error dup key: { _id: 1 } (server error 11000)");
}

TEST(NetworkError, IsToldByTheDriverUnderSeveralDomains) {
  bson_error_t error{};
  const auto is_of = [&](std::uint32_t domain, std::uint32_t code) {
    bson_set_error(&error, domain, code, "[connection closed calling hello on '127.0.0.1:1']");
    return is_network(error);
  };
  EXPECT_TRUE(is_of(MONGOC_ERROR_STREAM, MONGOC_ERROR_STREAM_SOCKET));
  EXPECT_TRUE(is_of(MONGOC_ERROR_SERVER_SELECTION, MONGOC_ERROR_SERVER_SELECTION_FAILURE));
  EXPECT_TRUE(is_of(MONGOC_ERROR_CLIENT, MONGOC_ERROR_STREAM_CONNECT));
  EXPECT_FALSE(is_of(MONGOC_ERROR_CLIENT, MONGOC_ERROR_CLIENT_AUTHENTICATE));
  EXPECT_FALSE(is_of(MONGOC_ERROR_COMMAND, MONGOC_ERROR_COMMAND_INVALID_ARG));
}

}  // namespace
}  // namespace mongokeep::mongo
