#include "mongokeep/redactor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "mongo/connection_string.h"

namespace mongokeep::mongo {
namespace {

using ::testing::ElementsAre;

TEST(Redactor, HidesUserInformationByItsShape) {
  const Redactor redactor;
  EXPECT_EQ(redactor.cleaned("no server at mongodb://user:pass@h1,h2/db?x=1 today"),
            "no server at mongodb://***@h1,h2/db?x=1 today");
  EXPECT_EQ(redactor.cleaned("\"mongodb+srv://user:pass@h/\""), "\"mongodb+srv://***@h/\"");
  EXPECT_EQ(redactor.cleaned("MongoDB://user:pass@h/"), "MongoDB://***@h/");
  EXPECT_EQ(redactor.cleaned("mongodb://a:b@h/ and mongodb://c:d@h/"), "mongodb://***@h/ and mongodb://***@h/");
}

TEST(Redactor, HidesPasswordsThatWereNotEscaped) {
  const Redactor redactor;
  EXPECT_EQ(redactor.cleaned("mongodb://user:p@ss@h/db"), "mongodb://***@h/db");
  EXPECT_EQ(redactor.cleaned("mongodb://user:p/a?s#s@h/db"), "mongodb://***@h/db");
}

TEST(Redactor, HidesOptionsThatCarrySecrets) {
  EXPECT_EQ(Redactor().cleaned("mongodb://h/?tls=true&tlsCertificateKeyFilePassword=abc&authMechanismProperties="
                               "AWS_SESSION_TOKEN:xyz&appName=a@b"),
            "mongodb://h/?tls=true&tlsCertificateKeyFilePassword=***&authMechanismProperties=***&appName=a@b");
}

TEST(Redactor, LeavesConnectionStringsWithoutSecretsAlone) {
  for (const std::string text : {"mongodb://127.0.0.1:27017/shop?appName=a@b", "mongodb://h", "mongodb", "a@b"}) {
    EXPECT_EQ(Redactor().cleaned(text), text);
  }
  EXPECT_FALSE(Redactor("mongodb://127.0.0.1:27017/shop").holds_secret());
  EXPECT_FALSE(Redactor("").holds_secret());
}

TEST(Redactor, FindsThePasswordAnywhereAsWrittenAndDecoded) {
  const Redactor redactor("mongodb://user:s3cr%2Ft%21@h/db");
  EXPECT_TRUE(redactor.holds_secret());
  EXPECT_EQ(redactor.cleaned("auth failed for s3cr%2Ft%21, s3cr/t! or xs3cr/t!x"), "auth failed for ***, *** or x***x");
}

TEST(Redactor, TakesAShortPasswordForAWordOnly) {
  const Redactor redactor("mongodb://user:up@h/db");
  EXPECT_EQ(redactor.cleaned("password 'up' refused for backup, up_1; up"),
            "password '***' refused for backup, up_1; ***");
}

TEST(Redactor, FindsThePiecesOfAPasswordThatTheDriverSplitsWrongly) {
  const Redactor redactor("mongodb://user:first/second@third@h/db");
  for (const std::string piece : {"first", "second", "third"}) {
    EXPECT_EQ(redactor.cleaned("invalid port \"" + piece + "\""), "invalid port \"***\"");
  }
  EXPECT_EQ(redactor.cleaned("host h, database db"), "host h, database db");
}

TEST(Redactor, KnowsTheSecretsAmongTheOptions) {
  const Redactor redactor(
      "mongodb://h/?authMechanism=MONGODB-AWS&authMechanismProperties=SERVICE_NAME:mine,AWS_SESSION_TOKEN:tok%2Ben"
      "&tlsCertificateKeyFilePassword=keypass&proxyPassword=proxypass");
  EXPECT_EQ(redactor.cleaned("tok%2Ben tok+en keypass proxypass mine"), "*** *** *** *** mine");
}

TEST(Redactor, KnowsThePasswordOfAStringWithoutItsScheme) {
  EXPECT_EQ(Redactor("user:s3cret@h/db").cleaned("bad: s3cret"), "bad: ***");
}

TEST(Redactor, LeavesOwnWordsReadable) {
  const Redactor redactor("mongodb://user:up@h/db");
  EXPECT_EQ(redactor.cleaned_own_words("Give it up: mongodb://user:password@host"),
            "Give it up: mongodb://user:password@host");
  EXPECT_EQ(Redactor("mongodb://user:s3cret@h/db").cleaned_own_words("say s3cret"), "say ***");
}

TEST(ConnectionString, ListsSecretsOnlyWhereThereAreAny) {
  EXPECT_THAT(secrets_of("mongodb://user@h/db"), ElementsAre());
  EXPECT_THAT(secrets_of("mongodb://user:@h/db"), ElementsAre());
  EXPECT_THAT(secrets_of("mongodb://user:abcd@h/db?a=b:c@d"), ElementsAre("abcd"));
  EXPECT_THAT(secrets_of("mongodb://user:100%@h/db"), ElementsAre("100%"));
}

}  // namespace
}  // namespace mongokeep::mongo
