#include "cli/exit_codes.h"

#include <gtest/gtest.h>

#include <csignal>
#include <set>
#include <sstream>
#include <string>

#include "cli/commands.h"
#include "cli/help.h"

namespace mongokeep::cli {
namespace {

/// "130, 143" is two of them.
std::set<std::string> codes_in(const std::vector<ExitCode>& rows) {
  std::set<std::string> codes;
  for (const ExitCode& row : rows) {
    std::istringstream words{std::string(row.code)};
    for (std::string word; words >> word;) codes.insert(word.ends_with(',') ? word.substr(0, word.size() - 1) : word);
  }
  return codes;
}

const std::set<std::string>& known_codes() {
  static const std::set<std::string> codes = codes_in(all_exit_codes());
  return codes;
}

constexpr ErrorKind every_kind[] = {ErrorKind::usage,   ErrorKind::configuration, ErrorKind::connection,
                                    ErrorKind::server,  ErrorKind::invalid_data,  ErrorKind::storage,
                                    ErrorKind::damaged, ErrorKind::sealed,        ErrorKind::locked,
                                    ErrorKind::missing, ErrorKind::stopped};

TEST(ExitCodes, HaveARowForWhateverTheProgramEndsWith) {
  std::set<std::string> possible = {std::to_string(exit_code(Outcome::done)),
                                    std::to_string(exit_code(Outcome::partial))};
  for (const ErrorKind kind : every_kind) {
    for (const int signal : {0, SIGHUP, SIGINT, SIGTERM}) possible.insert(std::to_string(exit_code(kind, signal)));
  }
  EXPECT_EQ(possible, known_codes()) << "no row too few, and none too many";
}

TEST(ExitCodes, AreNoOthersInWhatACommandSays) {
  for (const Command& command : all_commands()) {
    const std::set<std::string> own = codes_in(command.exit_codes);
    for (const std::string& code : own) EXPECT_TRUE(known_codes().contains(code)) << command.name << " " << code;
    // Whatever a command does, it can go well, and it can be called wrongly.
    EXPECT_TRUE(own.contains("0") && own.contains("2")) << command.name;
  }
}

TEST(ExitCodes, TellAStopByItsSignalOnly) {
  EXPECT_EQ(exit_code(ErrorKind::stopped, SIGTERM), 143);
  EXPECT_EQ(exit_code(ErrorKind::connection, SIGINT), 130);
  EXPECT_EQ(exit_code(ErrorKind::connection, 0), 1);
  EXPECT_EQ(exit_code(ErrorKind::locked, SIGTERM), 5) << "it had ended by itself";
}

TEST(ExitCodes, AreATopicOfTheHelp) {
  EXPECT_EQ(exit_codes_help(), R"(Exit codes of every command:
  0         success
  1         failed, and nothing was published: see the error about the server,
            disk or network
  2         wrong usage or configuration; nothing was done
  3         partial, different, or missing: the result says which
  4         the backup is damaged, no key opens it, or a drill did not prove it
  5         another run has the lock
  129       stopped by SIGHUP (the terminal was closed)
  130, 143  stopped by SIGINT or SIGTERM

Treat a code that you do not know as a failure. `mongokeep COMMAND --help` says
what each code means for one command.
)");
  EXPECT_NE(program_help().find("exit-codes` the exit codes."), std::string::npos);
}

}  // namespace
}  // namespace mongokeep::cli
