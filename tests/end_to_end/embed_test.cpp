// The example programs that link the library.

#include <gmock/gmock.h>

#include "end_to_end/scene.h"
#include "support/child_process.h"
#include "support/files.h"

namespace mongokeep::test {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Embed : public testing::TestWithParam<ServerKind> {};

TEST_P(Embed, BacksUpItsModelsOverItsOwnConnection) {
  Scene scene(shared_server(GetParam()));
  scene.insert_numbered("users", 3);
  scene.insert_numbered("products", 2);
  scene.insert_numbered("sessions", 2);
  ChildSettings settings;
  settings.command = {MONGOKEEP_EMBED, scene.uri(), scene.root().string()};
  ChildProcess child(settings);
  EXPECT_EQ(child.wait(RunningProgram::patience).exit_code, 0) << child.standard_error();
  EXPECT_THAT(child.standard_output(), HasSubstr("users: 3 documents"));
  const std::vector<std::string> names = scene.names_in_root();
  ASSERT_EQ(names.size(), 2U);
  EXPECT_THAT(names_in(scene.root() / names.back()),
              ElementsAre("manifest.json", "people.json", "products.json", "users.json"));
}

INSTANTIATE_TEST_SUITE_P(EveryServer, Embed, testing::ValuesIn(every_server), NameOfServer());

TEST(Nightly, WaitsForTheNightAndEndsWhenItIsTold) {
  const TempDir temp;
  ChildSettings settings;
  settings.command = {MONGOKEEP_NIGHTLY, "mongodb://127.0.0.1:1/shop", (temp.path() / "backup").string()};
  ChildProcess child(settings);
  EXPECT_EQ(child.wait(RunningProgram::patience).exit_code, 0) << child.standard_error();
  EXPECT_TRUE(std::filesystem::exists(temp.path() / "backup" / ".schedule.json"));
}

}  // namespace
}  // namespace mongokeep::test
