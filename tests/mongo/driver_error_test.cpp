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

}  // namespace
}  // namespace mongokeep::mongo
