#include "process/child_start.h"

#include <fcntl.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <csignal>
#include <sstream>
#include <thread>

#include "base/files/unique_fd.h"
#include "mongokeep/error.h"
#include "process/child_run.h"
#include "process/shell_orders.h"
#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep::process {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;
using testing::Not;

std::string output_of(const ChildOrders& orders) {
  const RunOutcome outcome = run_child(orders, {}, {.time = 1min}, {});
  EXPECT_TRUE(outcome.has_succeeded()) << outcome.tail;
  return outcome.output;
}

/// What starting it fails with.
Error failure_of(const ChildOrders& orders) {
  try {
    run_child(orders, {}, {.time = 1min}, {});
  } catch (const Error& error) {
    EXPECT_TRUE(is_childless());
    return error;
  }
  ADD_FAILURE() << "it was started";
  return {ErrorKind::usage, "", "", ""};
}

TEST(ChildStart, HandsOnWordsAsTheyAre) {
  EXPECT_EQ(
      output_of(orders_for({"/usr/bin/printf", "<%s>", "two words", "line\nfeed", "", "$HOME `id` '\"\\", "\xff\xfe"})),
      "<two words><line\nfeed><><$HOME `id` '\"\\><\xff\xfe>");
}

TEST(ChildStart, HandsOnTheGivenEnvironmentAndNoMore) {
  ChildOrders orders = orders_for({"/usr/bin/env"});
  orders.environment = {"ONE=1", "EMPTY=", "LINES=a\nb"};
  EXPECT_EQ(output_of(orders), "ONE=1\nEMPTY=\nLINES=a\nb\n");
  orders.environment = {};
  EXPECT_EQ(output_of(orders), "");
}

TEST(ChildStart, HandsOnNoDescriptor) {
  // Ones that would go on by themselves, as an application's may.
  const UniqueFd open(::open("/dev/null", O_RDONLY));
  const UniqueFd far(::fcntl(open.get(), F_DUPFD, 900));
  ASSERT_TRUE(far);
  // The fourth is that of ls on the folder.
  EXPECT_EQ(output_of(orders_for({"/bin/ls", "/proc/self/fd"})), "0\n1\n2\n3\n");
  EXPECT_EQ(output_of(shell_orders("ls /proc/$$/fd; true")), "0\n1\n2\n");
}

TEST(ChildStart, GivesTwoPipesAndAFile) {
  const std::string kinds = output_of(shell_orders("readlink /proc/$$/fd/0 /proc/$$/fd/1 /proc/$$/fd/2; true"));
  std::istringstream lines(kinds);
  std::string input;
  std::string output;
  std::string error;
  lines >> input;
  lines.ignore(100, '\n');
  lines >> output >> error;
  EXPECT_THAT(input, HasSubstr("memfd:"));
  EXPECT_THAT(output, HasSubstr("pipe:"));
  EXPECT_THAT(error, HasSubstr("pipe:"));
  EXPECT_NE(output, error);
}

TEST(ChildStart, GivesSignalsTheirDefaultsWhateverTheyAreToUs) {
  sigset_t all;
  sigfillset(&all);
  sigset_t before;
  ::pthread_sigmask(SIG_BLOCK, &all, &before);
  const auto pipe = std::signal(SIGPIPE, SIG_IGN);
  const auto hang_up = std::signal(SIGHUP, SIG_IGN);
  const auto usual = std::signal(SIGUSR1, [](int) {});
  const std::string states = output_of(orders_for({"/bin/grep", "-E", "^Sig(Blk|Ign)", "/proc/self/status"}));
  sigset_t held;
  ::pthread_sigmask(SIG_SETMASK, &before, &held);
  std::signal(SIGPIPE, pipe);
  std::signal(SIGHUP, hang_up);
  std::signal(SIGUSR1, usual);
  EXPECT_EQ(states, "SigBlk:\t0000000000000000\nSigIgn:\t0000000000000000\n");
  EXPECT_EQ(sigismember(&held, SIGTERM), 1) << "ours are as they were";
}

TEST(ChildStart, LeavesOurHandlersAsTheyWere) {
  const auto handler = [](int) {};
  const auto before = std::signal(SIGUSR1, handler);
  output_of(orders_for({"/bin/true"}));
  EXPECT_EQ(std::signal(SIGUSR1, before), static_cast<void (*)(int)>(handler));
}

TEST(ChildStart, MakesAGroupOfItsOwn) {
  const std::string numbers = output_of(shell_orders("echo $$; cut -d' ' -f5 /proc/$$/stat"));
  std::istringstream lines(numbers);
  pid_t child = 0;
  pid_t group = 0;
  lines >> child >> group;
  EXPECT_GT(child, 0);
  EXPECT_EQ(child, group);
}

TEST(ChildStart, OfAProgramThatIsNotThereFails) {
  const Error error = failure_of(orders_for({"/nowhere/secret-program", "secret"}));
  EXPECT_EQ(error.kind(), ErrorKind::storage);
  EXPECT_EQ(error.error_number(), ENOENT);
  EXPECT_EQ(std::string(error.what()), "cannot start a test's child: No such file or directory");
}

TEST(ChildStart, OfWhatIsNoProgramFails) {
  const test::TempDir folder;
  const std::string file = (folder.path() / "file").string();
  test::write_file(file,
                   "\x7f"
                   "ELF, but not really");
  EXPECT_EQ(failure_of(orders_for({file})).error_number(), EACCES);
  ASSERT_EQ(::chmod(file.c_str(), 0700), 0);
  EXPECT_EQ(failure_of(orders_for({file})).error_number(), ENOEXEC);
  EXPECT_EQ(failure_of(orders_for({folder.path().string()})).error_number(), EACCES);
}

TEST(ChildStart, OfTooManyWordsFails) {
  EXPECT_EQ(failure_of(orders_for({"/bin/true", std::string(4000000, 'x')})).error_number(), E2BIG);
}

TEST(ChildStart, RefusesWhatWouldBeAnotherProgramOrOtherWords) {
  EXPECT_EQ(failure_of(orders_for({"true"})).kind(), ErrorKind::configuration);
  EXPECT_EQ(failure_of(orders_for({""})).kind(), ErrorKind::configuration);
  EXPECT_EQ(failure_of(orders_for({})).kind(), ErrorKind::configuration);
  EXPECT_EQ(failure_of(orders_for({"/bin/echo", std::string("a\0b", 3)})).kind(), ErrorKind::invalid_data);
  ChildOrders orders = orders_for({"/bin/true"});
  orders.environment.emplace_back("SECRET=a\0b", 10);
  const Error error = failure_of(orders);
  EXPECT_EQ(error.kind(), ErrorKind::invalid_data);
  EXPECT_THAT(error.what(), Not(HasSubstr("SECRET")));
}

TEST(ChildStart, WithTooFewDescriptorsFailsAndLeavesNothing) {
  rlimit before{};
  ::getrlimit(RLIMIT_NOFILE, &before);
  const long open = open_descriptors();
  bool has_worked = false;
  int failures = 0;
  for (rlim_t most = 3; !has_worked; ++most) {
    const rlimit limit{most, before.rlim_max};
    ::setrlimit(RLIMIT_NOFILE, &limit);
    try {
      has_worked = run_child(orders_for({"/bin/true"}), {}, {.time = 1min}, {}).has_succeeded();
    } catch (const Error& error) {
      EXPECT_EQ(error.error_number(), EMFILE) << error.what();
      ++failures;
    }
    ::setrlimit(RLIMIT_NOFILE, &before);
    EXPECT_EQ(open_descriptors(), open);
    EXPECT_TRUE(is_childless());
  }
  EXPECT_GE(failures, 7) << "an event, four ends of pipes, a file, a process";
}

/// How many threads and processes the user has does not count for root.
TEST(ChildStart, WithTooManyProcessesFails) {
  const pid_t helper = ::fork();
  if (helper == 0) {
    const rlimit none{0, 0};
    if (::setrlimit(RLIMIT_NPROC, &none) != 0 || (::getuid() == 0 && ::setresuid(65534, 65534, 65534) != 0)) ::_exit(2);
    try {
      run_child(orders_for({"/bin/true"}), {}, {.time = 1min}, {});
      ::_exit(3);
    } catch (const Error& error) {
      ::_exit(error.error_number() == EAGAIN && !error.hint().empty() ? 0 : 4);
    }
  }
  int status = 0;
  ASSERT_EQ(::waitpid(helper, &status, 0), helper);
  EXPECT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 0);
}

TEST(ChildStart, NeedsNoStandardStreamsOfOurs) {
  ::testing::FLAGS_gtest_death_test_style = "threadsafe";
  EXPECT_EXIT(
      {
        for (const int stream : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO}) ::close(stream);
        ChildOrders orders = shell_orders("cat; echo err >&2");
        orders.input = "in ";
        const RunOutcome outcome = run_child(orders, {}, {.time = 1min}, {});
        ::_exit(outcome.output == "in " && outcome.tail == "err\n" ? 0 : 1);
      },
      ::testing::ExitedWithCode(0), "");
}

TEST(ChildStart, ManyTimesLeavesNothingBehind) {
  const long open = open_descriptors();
  for (int i = 0; i < 300; ++i) EXPECT_EQ(output_of(orders_for({"/bin/echo", "x"})), "x\n");
  EXPECT_EQ(open_descriptors(), open);
  EXPECT_TRUE(is_childless());
}

TEST(ChildStart, WorksFromManyThreadsAtATime) {
  const long open = open_descriptors();
  std::array<std::thread, 4> threads;
  std::array<std::string, 4> outputs;
  for (std::size_t i = 0; i < threads.size(); ++i) {
    threads[i] = std::thread([&outputs, i] {
      for (int round = 0; round < 25; ++round) outputs[i] += output_of(shell_orders("ls /proc/$$/fd; true"));
    });
  }
  std::string expected;
  for (int round = 0; round < 25; ++round) expected += "0\n1\n2\n";
  for (std::thread& thread : threads) thread.join();
  for (const std::string& output : outputs) EXPECT_EQ(output, expected);
  EXPECT_EQ(open_descriptors(), open);
}

}  // namespace
}  // namespace mongokeep::process
