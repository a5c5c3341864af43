#include <fmt/format.h>
#include <gmock/gmock.h>

#include "cli/commands.h"
#include "cli/error_text.h"
#include "cli/settings/command_line.h"

namespace mongokeep::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string refusal(std::string_view command, const std::vector<std::string>& words) {
  return error_of(ErrorKind::usage, [&] { parse_command_line(command, command_named(command).groups, words); });
}

struct Habit {
  const char* command;
  const char* flag;
  const char* hint;
};

/// What is typed by somebody who knows mongodump and mongorestore, or another command of ours.
constexpr Habit habits[] = {
    {"backup", "--out", "Name the folder that holds all backups with --root"},
    {"backup", "-o", "Name the folder that holds all backups with --root"},
    {"backup", "--gzip", "Use --compression zstd"},
    {"backup", "--archive", "Name the folder that holds all backups with --root"},
    {"backup", "--oplog", "does not read the oplog"},
    {"backup", "--query", "mongokeep copies whole collections"},
    {"backup", "-q", "mongokeep copies whole collections"},
    {"backup", "--queryFile", "mongokeep copies whole collections"},
    {"backup", "--forceTableScan", "Not needed"},
    {"backup", "--dumpDbUsersAndRoles", "A backup does not contain users and roles"},
    {"backup", "--excludeCollectionsWithPrefix", "--nsExclude 'DATABASE.PREFIX*'"},
    {"backup", "--numThreads", "Use -j"},
    {"backup", "--host", "mongodb://HOST:PORT/DATABASE"},
    {"backup", "--port", "mongodb://HOST:PORT/DATABASE"},
    {"backup", "--username", "Write the user into the connection string"},
    {"backup", "-u", "Write the user into the connection string"},
    {"backup", "--password", "Write the password into the connection string"},
    {"backup", "-p", "Write the password into the connection string"},
    {"backup", "--authenticationDatabase", "authSource=DATABASE"},
    {"backup", "--authenticationMechanism", "authMechanism=MECHANISM"},
    {"backup", "--gssapiServiceName", "SERVICE_NAME:NAME"},
    {"backup", "--gssapiHostName", "as the Kerberos service knows it"},
    {"backup", "--awsSessionToken", "AWS_SESSION_TOKEN:TOKEN"},
    {"backup", "--ssl", "tls=true"},
    {"backup", "--tls", "tls=true"},
    {"backup", "--sslCAFile", "tlsCAFile=FILE"},
    {"backup", "--sslPEMKeyFile", "tlsCertificateKeyFile=FILE"},
    {"backup", "--sslPEMKeyPassword", "tlsCertificateKeyFilePassword=PASSWORD"},
    {"backup", "--sslCRLFile", "Not needed"},
    {"backup", "--sslAllowInvalidCertificates", "tlsAllowInvalidCertificates=true"},
    {"backup", "--sslAllowInvalidHostnames", "tlsAllowInvalidHostnames=true"},
    {"backup", "--tlsInsecure", "tlsInsecure=true"},
    {"backup", "--sslFIPSMode", "Not needed"},
    {"backup", "--compressors", "compressors=zstd"},
    {"backup", "--version", "`mongokeep --version` prints it"},
    {"restore", "--dir", "Name the backup first"},
    {"restore", "--gzip", "Not needed"},
    {"restore", "--archive", "Name the backup first"},
    {"restore", "--oplogReplay", "contains no oplog"},
    {"restore", "--oplogLimit", "contains no oplog"},
    {"restore", "--objcheck", "Not needed"},
    {"restore", "--noOptionsRestore", "Create the collection before the restore"},
    {"restore", "--keepIndexVersion", "Not needed"},
    {"restore", "--maintainInsertionOrder", "sorted by _id"},
    {"restore", "--stopOnError", "exits with 3"},
    {"restore", "--numInsertionWorkersPerCollection", "Not needed"},
    {"restore", "--preserveUUID", "Not needed"},
    {"restore", "--restoreDbUsersAndRoles", "Restore them with mongorestore"},
    {"restore", "--writeConcern", "w=majority"},
    {"restore", "--queryFile", "--query \"$(cat FILE)\""},
    {"restore", "--collectionFile", "Repeat --collection"},
    {"restore", "--host", "mongodb://HOST:PORT/DATABASE"},
    {"restore", "--password", "Write the password into the connection string"},
    {"run", "--gzip", "Use --compression zstd"},
    {"list", "--out", "Name the folder that holds all backups with --root"},
    {"list", "--host", "Leave it out: this command needs no server"},
    {"list", "--password", "Leave it out: this command needs no server"},
    {"restore", "--compression", "`backup`, `run` and `check` have it"},
    {"restore", "--zstdLevel", "`backup`, `run` and `check` have it"},
    {"backup", "--drop", "That is for `mongokeep restore`"},
    {"backup", "--mode", "`restore` has it"},
    {"backup", "--noIndexRestore", "`restore` has it"},
    {"backup", "--daysToKeep", "have it"},
    {"verify", "--convertLegacyIndexs", "Did you mean --convertLegacyIndexes?"},
};

TEST(FlagHint, SaysWhatStandsHereForAFlagOfTheTools) {
  for (const Habit& habit : habits) {
    const std::string flag = habit.flag;
    std::vector<std::vector<std::string>> calls = {{flag}, {flag, "geheim"}};
    calls.push_back(flag.starts_with("--") ? std::vector{flag + "=geheim"} : std::vector{flag + "geheim"});
    for (const std::vector<std::string>& words : calls) {
      const std::string said = refusal(habit.command, words);
      EXPECT_THAT(said,
                  HasSubstr(fmt::format("cannot use {}: `mongokeep {}` has no such flag. ", flag, habit.command)));
      EXPECT_THAT(said, HasSubstr(habit.hint)) << habit.command << " " << flag;
      EXPECT_THAT(said, Not(HasSubstr("geheim"))) << habit.command << " " << flag;
    }
  }
}

TEST(FlagHint, TakesAHostBehindTheFlagOfTheHelpForAHabit) {
  for (const char* const command : {"backup", "restore", "verify", "run"}) {
    for (const auto& words : std::vector<std::vector<std::string>>{{"-h", "db1.example.com"}, {"-hdb1.example.com"}}) {
      EXPECT_EQ(refusal(command, words),
                "cannot use -h: it shows the help and takes no host. Write host and port into the connection string: "
                "--uri mongodb://HOST:PORT/DATABASE");
    }
    EXPECT_NO_THROW(parse_command_line(command, command_named(command).groups, {"-h"})) << command;
    EXPECT_NO_THROW(parse_command_line(command, command_named(command).groups, {"-hv"})) << command;
  }
  EXPECT_NO_THROW(parse_command_line("show", command_named("show").groups, {"-h", "latest"}));
}

}  // namespace
}  // namespace mongokeep::cli
