#include "support/child_process.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <csignal>

#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep::test {
namespace {

using std::chrono::milliseconds;
using testing::HasSubstr;
using testing::StrEq;

constexpr auto patience = std::chrono::seconds(20);

ChildSettings shell(const std::string& script) {
  ChildSettings settings;
  settings.command = {"/bin/sh", "-c", script};
  return settings;
}

TEST(ChildProcess, KeepsBothOutputsApartAndTellsTheExitCode) {
  ChildProcess child(shell("echo result; echo log >&2; exit 3"));
  EXPECT_EQ(child.wait(patience).exit_code, 3);
  EXPECT_THAT(child.standard_output(), StrEq("result\n"));
  EXPECT_THAT(child.standard_error(), StrEq("log\n"));
}

TEST(ChildProcess, GathersMoreThanAPipeHolds) {
  ChildProcess child(shell("head -c 3000000 /dev/zero; head -c 2000000 /dev/zero >&2"));
  EXPECT_EQ(child.wait(patience).exit_code, 0);
  EXPECT_EQ(child.standard_output().size(), 3000000U);
  EXPECT_EQ(child.standard_error().size(), 2000000U);
}

TEST(ChildProcess, AwaitsATextAndTellsTheSignal) {
  ChildProcess child(shell("echo ready >&2; read never; exec sleep 60 <&-"));
  child.await_output("ready", patience);
  child.send_signal(SIGKILL);
  const ChildEnd end = child.wait(patience);
  EXPECT_TRUE(end.signal == SIGKILL || end.exit_code.has_value());
}

TEST(ChildProcess, SaysWhatCameInsteadOfTheAwaitedText) {
  ChildProcess child(shell("echo something else"));
  EXPECT_THAT([&] { child.await_output("ready", patience); },
              testing::ThrowsMessage<std::runtime_error>(
                  testing::AllOf(HasSubstr("ended without saying \"ready\""), HasSubstr("something else"))));
}

TEST(ChildProcess, DoesNotWaitForEver) {
  ChildProcess child(shell("exec sleep 60"));
  EXPECT_THROW(child.wait(milliseconds(50)), std::runtime_error);
}

TEST(ChildProcess, SeesNoVariableOfOurs) {
  ChildSettings settings = shell("env");
  settings.environment = {{"ONLY", "this one"}};
  ChildProcess child(settings);
  child.wait(patience);
  EXPECT_THAT(child.standard_output(), HasSubstr("ONLY=this one"));
  EXPECT_THAT(child.standard_output(), testing::Not(HasSubstr("HOME=")));
}

TEST(ChildProcess, MayHaveATerminal) {
  ChildSettings settings = shell("test -t 2 && ! test -t 1 && printf yes >&2");
  settings.screen = ChildSettings::Screen::terminal;
  ChildProcess child(settings);
  EXPECT_EQ(child.wait(patience).exit_code, 0);
  EXPECT_THAT(child.standard_error(), StrEq("yes"));
}

TEST(ChildProcess, MayBeHeldToFileModesSizesAndAUmask) {
  const TempDir folder;
  std::filesystem::create_directory(folder.path() / "closed");
  std::filesystem::permissions(folder.path() / "closed", std::filesystem::perms::owner_read);
  ChildSettings settings = shell("trap '' XFSZ; touch closed/new; head -c 5000 /dev/zero > large; touch small");
  settings.working_folder = folder.path();
  settings.environment = {{"PATH", "/usr/bin:/bin"}, {"LC_ALL", "C"}};
  settings.file_modes = ChildSettings::FileModes::binding;
  settings.file_size_limit = 4096;
  settings.umask = 0077;
  ChildProcess child(settings);
  child.wait(patience);
  EXPECT_THAT(child.standard_error(), testing::AllOf(HasSubstr("Permission denied"), HasSubstr("File too large")));
  EXPECT_EQ(mode_of(folder.path() / "small"), 0600U);
}

}  // namespace
}  // namespace mongokeep::test
