#include "cli/settings/setting_sources.h"

#include <gmock/gmock.h>

#include "cli/settings/settings_fixture.h"

namespace mongokeep::cli {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST_F(SettingsTest, KnowsWhereItsValuesAreFrom) {
  EXPECT_EQ(load({}).sources.config_file, "");
  const std::string config = file("keep.toml", "root = \"a\"\ndatabase = \"b\"\n");
  const SettingSources sources = load({"--config", config, "--root", "c"}, {"MONGOKEEP_DATABASE=b"}).sources;
  EXPECT_EQ(sources.config_file, config);
  EXPECT_EQ(sources.in_file, 2U);
  EXPECT_EQ(sources.in_environment, 1U);
  EXPECT_THAT(sources.overruled,
              testing::UnorderedElementsAre(config + ":1: root is overridden by --root",
                                            config + ":2: database is overridden by MONGOKEEP_DATABASE"));
  EXPECT_THAT(sources.secret_files, IsEmpty());
}

TEST_F(SettingsTest, KnowsWhatAStrongerSourceContradicts) {
  const std::string secret = file("uri", "mongodb://h/db");
  const std::string config = file("keep.toml", "uri = \"mongodb://u:hidden@h/db\"\n");
  const SettingSources sources = load({"--config", config}, {"MONGOKEEP_URI_FILE=" + secret}).sources;
  EXPECT_THAT(sources.overruled, ElementsAre(config + ":1: uri is ignored: a stronger source contradicts it"));
  EXPECT_THAT(sources.secret_files, ElementsAre(config, secret));
}

TEST_F(SettingsTest, KnowsWhichFilesHoldSecrets) {
  const auto secrets_of_file = [&](const std::string& text) {
    return load({"--config", file("keep.toml", text)}).sources.secret_files;
  };
  EXPECT_THAT(secrets_of_file("uri = \"mongodb://h/db\"\n"), IsEmpty());
  EXPECT_THAT(secrets_of_file("uri = \"mongodb://u:hidden@h/db\"\n"), testing::SizeIs(1));
  EXPECT_THAT(secrets_of_file("[drill]\nuri = \"mongodb://u:hidden@h/db\"\n"), testing::SizeIs(1));
  EXPECT_THAT(secrets_of_file("[hooks]\nping_url = \"https://h/ping\"\n"), testing::SizeIs(1));
}

}  // namespace
}  // namespace mongokeep::cli
