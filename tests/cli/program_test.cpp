#include "cli/program.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "cli/error_text.h"
#include "cli/terminal/clean_output.h"

namespace mongokeep::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;
using Words = std::vector<std::string>;

/// The program without its `main`: what it prints, and what it throws as `main` would report it.
class ProgramTest : public ::testing::Test {
 protected:
  std::string printed(const Words& words, const Words& environment = {}) {
    ::testing::internal::CaptureStdout();
    EXPECT_EQ(run_program(words, environment, console_, signals_), Outcome::done);
    return ::testing::internal::GetCapturedStdout();
  }

  std::string reported(ErrorKind kind, const Words& words, const Words& environment = {}) {
    return error_of(kind, [&] {
      try {
        run_program(words, environment, console_, signals_);
      } catch (const Error& error) {
        throw cleaned(error, console_.redactor());
      }
    });
  }

  Console console_{system_clock()};
  StopSignals signals_;
};

TEST_F(ProgramTest, PrintsHelpInEveryUsualWay) {
  EXPECT_THAT(printed({"help"}), StartsWith("Usage: mongokeep COMMAND"));
  EXPECT_THAT(printed({"--help"}), StartsWith("Usage: mongokeep COMMAND"));
  EXPECT_THAT(printed({"help", "backup"}), StartsWith("Usage: mongokeep backup"));
  EXPECT_THAT(printed({"backup", "--help"}), StartsWith("Usage: mongokeep backup"));
  EXPECT_THAT(printed({"show", "-h"}), StartsWith("Usage: mongokeep show"));
}

TEST_F(ProgramTest, PrintsItsVersion) {
  EXPECT_THAT(printed({"--version"}), StartsWith("mongokeep "));
}

TEST_F(ProgramTest, TellsTheVersionOfEachPart) {
  const std::string text = printed({"version"});
  EXPECT_THAT(text, StartsWith("mongokeep "));
  for (const char* const part : {"libmongoc", "libbson", "zstd", "OpenSSL", "xxHash", "simdjson", "Highway", "libcurl",
                                 "fmt", "nlohmann-json", "spdlog", "CLI11", "toml\\+\\+"}) {
    EXPECT_THAT(text, ::testing::ContainsRegex(std::string("\n  ") + part + " +[0-9]+\\.[0-9]+"))
        << "under its own name, with a number";
  }
  EXPECT_EQ(printed({"version", "--json"}), "");
  const std::optional<Json> json = console_.answer().document(std::nullopt, 0);
  ASSERT_TRUE(json);
  EXPECT_THAT(printed({"--version"}), HasSubstr(json->at("version").get<std::string>()));
  EXPECT_EQ(json->at("parts").at(0).at("name"), "libmongoc");
  EXPECT_EQ(json->at("parts").at(0).at("origin"), "library");
  EXPECT_TRUE(json->at("error").is_null());
}

TEST_F(ProgramTest, GivesPathsWholeEvenWhereAFolderIsCalledLikeThePassword) {
  const std::filesystem::path root = std::filesystem::path(::testing::TempDir()) / "pa-ssword" / "root";
  std::filesystem::create_directories(root / "other");
  printed({"list", "--json", "--root", root.string()}, {"MONGOKEEP_URI=mongodb://u:pa-ssword@h/"});
  const std::optional<Json> json = console_.answer().document(std::nullopt, 0);
  ASSERT_TRUE(json);
  EXPECT_EQ(json->at(0).at("path"), (root / "other").string());
  std::filesystem::remove_all(root.parent_path());
}

TEST_F(ProgramTest, TakesAWrongFileForAConfigurationError) {
  const std::string folder = ::testing::TempDir();
  EXPECT_EQ(reported(ErrorKind::configuration, {"list", "--config", folder}),
            "cannot read the configuration file " + folder + ": it is a folder, not a file");
  EXPECT_EQ(reported(ErrorKind::configuration, {"backup"}, {"MONGOKEEP_URI_FILE=" + folder}),
            "cannot read the connection string from " + folder + " (MONGOKEEP_URI_FILE): it is a folder, not a file");
}

TEST_F(ProgramTest, AsksForACommandFirst) {
  EXPECT_EQ(reported(ErrorKind::usage, {"--root=x", "list"}),
            "cannot use --root: a command must come first. `mongokeep help` lists the commands");
}

TEST_F(ProgramTest, AsksForAConnectionString) {
  EXPECT_EQ(reported(ErrorKind::usage, {"backup"}),
            "cannot back up: no connection string was given. Set --uri, MONGOKEEP_URI or MONGOKEEP_URI_FILE, or `uri` "
            "in the configuration file");
}

TEST_F(ProgramTest, AsksForABackup) {
  EXPECT_EQ(reported(ErrorKind::usage, {"show"}),
            "cannot show a backup: no backup was given. Name a backup, or `latest`; `mongokeep list --root backup` "
            "shows the backups");
}

TEST_F(ProgramTest, RepeatsNoPasswordWhereverItStands) {
  const std::string uri = "mongodb:/user:s3 cr\"et@h/db";
  for (const Words& words : {Words{"list", uri}, Words{"show", uri, uri}, Words{"backup", "--ury", uri, uri},
                             Words{"backup", "--jsonFormat", uri}, Words{uri}, Words{"backup", "-ps3 cr\"et"}}) {
    EXPECT_THAT(reported(ErrorKind::usage, words), Not(HasSubstr("s3 cr"))) << words[0];
  }
  EXPECT_THAT(reported(ErrorKind::storage, {"list", "--root", "/nonexistent/" + uri}), Not(HasSubstr("s3 cr")));
}

}  // namespace
}  // namespace mongokeep::cli
