#include "verify/manifest_check.h"

#include <gmock/gmock.h>

namespace mongokeep::verify {
namespace {

using archive::CollectionRecord;
using archive::Manifest;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

CollectionRecord record(const std::string& name, const std::string& file) {
  CollectionRecord record;
  record.name = name;
  record.type = "collection";
  record.file = file;
  record.xxh3_128 = "0123456789abcdef0123456789abcdef";
  record.options = "{}";
  record.indexes = R"([{"v":{"$numberInt":"2"},"key":{"_id":{"$numberInt":"1"}},"name":"_id_"}])";
  return record;
}

Manifest manifest() {
  Manifest manifest;
  manifest.database = "shop";
  manifest.text_format = "canonical";
  manifest.collections = {record("a/b", "a%2Fb.json"), record("users", "users.json")};
  return manifest;
}

std::vector<std::string> problems_of(const Manifest& manifest) {
  std::vector<std::string> problems;
  for (const Contradiction& found : contradictions_in(manifest)) problems.push_back(found.problem);
  return problems;
}

TEST(ManifestCheck, FindsNothingInASoundOne) {
  EXPECT_THAT(problems_of(manifest()), IsEmpty());
  Manifest of_all = manifest();
  of_all.database.clear();
  of_all.collections[0].database = "a:b";
  of_all.collections[0].file = "a%3Ab/a%2Fb.json";
  of_all.collections[1].database = "shop";
  of_all.collections[1].file = "shop/users.json";
  EXPECT_THAT(problems_of(of_all), IsEmpty());
}

TEST(ManifestCheck, ComparesNamesWithFiles) {
  Manifest renamed = manifest();
  renamed.collections[1].name = "people";
  EXPECT_THAT(problems_of(renamed),
              ElementsAre(HasSubstr("its file is `users.json`, but its name requires `people.json`")));
  Manifest swapped = manifest();
  std::swap(swapped.collections[0].file, swapped.collections[1].file);
  EXPECT_EQ(problems_of(swapped).size(), 2U);
  Manifest twice = manifest();
  twice.collections.push_back(twice.collections[1]);
  EXPECT_THAT(problems_of(twice), testing::Contains(HasSubstr("twice")));
}

TEST(ManifestCheck, ComparesTheStatusWithTheFailures) {
  Manifest failed = manifest();
  failed.collections[1].file.clear();
  failed.collections[1].error = "no";
  EXPECT_THAT(problems_of(failed), ElementsAre(HasSubstr("`status` is `complete`")));
  failed.status = archive::Status::partial;
  EXPECT_THAT(problems_of(failed), IsEmpty());
  Manifest partial = manifest();
  partial.status = archive::Status::partial;
  EXPECT_THAT(problems_of(partial), ElementsAre(HasSubstr("`status` is `partial`")));
}

TEST(ManifestCheck, KnowsWhatMayBeWithoutDocuments) {
  Manifest without = manifest();
  without.collections[1].file.clear();
  EXPECT_THAT(problems_of(without), ElementsAre(HasSubstr("neither a `file` nor an `error`")));
  without.collections[1].type = "view";
  without.collections[1].options = R"({"viewOn":"a/b","pipeline":[]})";
  EXPECT_THAT(problems_of(without), IsEmpty());
  without.collections[1].type = "bag";
  without.collections[1].options = "{}";
  EXPECT_THAT(problems_of(without), ElementsAre(HasSubstr("`bag`")));
}

TEST(ManifestCheck, ReadsOptionsAndIndexes) {
  Manifest odd = manifest();
  odd.collections[0].options = R"({"size":{"$numberInt":"x"}})";
  odd.collections[1].indexes = R"([5])";
  EXPECT_THAT(problems_of(odd), ElementsAre(HasSubstr("options or indexes"), HasSubstr("options or indexes")));
}

TEST(ManifestCheck, KnowsFormsOfTextAndWhereTheDatabaseStands) {
  Manifest odd = manifest();
  odd.text_format = "yaml";
  EXPECT_THAT(problems_of(odd), ElementsAre(HasSubstr("`yaml`")));
  Manifest both = manifest();
  both.collections[0].database = "shop";
  EXPECT_THAT(problems_of(both), testing::Contains(HasSubstr("`database` must be given")));
}

}  // namespace
}  // namespace mongokeep::verify
