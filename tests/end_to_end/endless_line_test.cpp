// A file without a manifest that says how long it is, and no end of its only line: a hole takes no room on the disk.

#include <gmock/gmock.h>
#include <unistd.h>

#include <csignal>

#include "support/files.h"
#include "support/program.h"
#include "support/temp_dir.h"

namespace mongokeep::test {
namespace {

TEST(EndlessLine, KeepsNobodyFromStopping) {
  const TempDir temp;
  const std::filesystem::path folder = temp.path() / "1st_Jan_2020";
  std::filesystem::create_directory(folder);
  write_file(folder / "users.json", R"([{"_id":1,"x":")");
  ASSERT_EQ(::truncate((folder / "users.json").c_str(), std::int64_t{1} << 40U), 0);
  ProgramCall call;
  call.arguments = {"verify", folder.string()};
  RunningProgram program(call);
  program.await_output("Verification started");
  program.send_signal(SIGTERM);
  EXPECT_EQ(program.wait().exit_code, 143);
}

}  // namespace
}  // namespace mongokeep::test
