#include "mongo/login.h"

#include <gtest/gtest.h>

namespace mongokeep::mongo {
namespace {

Login login_with(Privilege privilege) {
  Login login;
  login.users = {"keeper@admin"};
  login.roles = {"dbOwner@scratch", "read@shop"};
  login.privileges.push_back(std::move(privilege));
  return login;
}

TEST(Login, HasRolesOfWhateverDatabase) {
  const Login login = login_with({});
  EXPECT_TRUE(login.has_role("read"));
  EXPECT_TRUE(login.has_role("dbOwner"));
  EXPECT_FALSE(login.has_role("rea"));
  EXPECT_FALSE(login.has_role("read@shop"));
}

TEST(Login, MayDoInADatabaseWhatIsAllowedInAllOfIt) {
  const Login one = login_with({.is_anything = false, .database = "scratch", .collection = "", .actions = {"insert"}});
  EXPECT_TRUE(one.may("insert", "scratch"));
  EXPECT_FALSE(one.may("dropDatabase", "scratch"));
  EXPECT_FALSE(one.may("insert", "shop"));
  EXPECT_FALSE(one.may("insert", "")) << "not in every database";
  const Login every = login_with({.is_anything = false, .database = "", .collection = "", .actions = {"insert"}});
  EXPECT_TRUE(every.may("insert", "scratch"));
  EXPECT_TRUE(every.may("insert", ""));
  const Login part = login_with({.is_anything = false, .database = "", .collection = "users", .actions = {"insert"}});
  EXPECT_FALSE(part.may("insert", "scratch")) << "in one collection of each";
  const Login all = login_with({.is_anything = true, .database = "", .collection = "", .actions = {"insert"}});
  EXPECT_TRUE(all.may("insert", ""));
}

}  // namespace
}  // namespace mongokeep::mongo
