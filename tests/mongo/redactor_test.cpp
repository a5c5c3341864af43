#include "mongokeep/redactor.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <mongoc/mongoc.h>

#include "mongo/driver_text.h"
#include "mongo/uri/connection_string.h"
#include "support/canary.h"

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

TEST(Redactor, HidesWhatStandsBehindAnAmpersandInASecret) {
  const std::string uri = "mongodb://h/?tlsCertificateKeyFilePassword=first&second&third=4&appName=a";
  EXPECT_EQ(Redactor().cleaned(uri), "mongodb://h/?tlsCertificateKeyFilePassword=***&appName=a");
  EXPECT_EQ(Redactor().cleaned("mongodb://h/?tlsCertificateKeyFilePassword=a&appName&geheim=1&w=1"),
            "mongodb://h/?tlsCertificateKeyFilePassword=***&w=1")
      << "an option without a value is none";
  EXPECT_EQ(Redactor(uri).cleaned("there are no options second and third"), "there are no options *** and ***");
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

TEST(Redactor, TakesAnOptionThatIsCalledASecretForOne) {
  EXPECT_EQ(Redactor().cleaned("unknown word mongodb://h/db?user=keeper&Password=s3%40cret&w=1"),
            "unknown word mongodb://h/db?user=keeper&Password=***&w=1");
  EXPECT_EQ(Redactor("mongodb://h/db?passwort=s3%40cret").cleaned("s3@cret s3%40cret"), "*** ***");
}

TEST(Redactor, KnowsThePasswordOfAStringWithoutItsScheme) {
  EXPECT_EQ(Redactor("user:s3cret@h/db").cleaned("bad: s3cret"), "bad: ***");
}

TEST(Redactor, FindsASecretInAnyCase) {
  const Redactor redactor("mongodb://user:first@SecondPart@h/db");
  EXPECT_EQ(redactor.cleaned("calling hello on 'secondpart:27017'"), "calling hello on '***:27017'");
  EXPECT_EQ(redactor.cleaned("FIRST@SECONDPART"), "***");
  EXPECT_EQ(Redactor("mongodb://u:Up@h/").cleaned("no host up, upper"), "no host ***, upper");
}

TEST(Redactor, TakesAllBeforeTheLastAtForAPasswordWhereTheOptionsAreNone) {
  const Redactor redactor("mongodb://u:Top@SeCret/x?y=1@h/db");
  EXPECT_EQ(redactor.cleaned("no server at secret:27017"), "no server at ***:27017");
  EXPECT_EQ(redactor.cleaned("mongodb://u:Top@SeCret/x?y=1@h/db"), "mongodb://***@h/db");
  EXPECT_EQ(Redactor().cleaned("mongodb://u:Pa?S=x@h/db"), "mongodb://***@h/db");
}

TEST(Redactor, KnowsAPasswordInThePlaceOfAPort) {
  EXPECT_EQ(Redactor().cleaned("mongodb://u:Geheim/db"), "mongodb://u:***/db");
  EXPECT_EQ(Redactor("mongodb://u:Geheim/db").cleaned("port geheim"), "port ***");
  EXPECT_EQ(Redactor("mongodb://a:1,u:Ge,Heim/db").cleaned("port ge,heim"), "port ***");
  for (const std::string text : {"mongodb://a:1,b:65535/db", "mongodb://[::1]:27017/db", "mongodb://fe80::1:2/db"}) {
    EXPECT_EQ(Redactor().cleaned(text), text);
  }
}

TEST(Redactor, FindsASecretInEveryEncoding) {
  const std::string secret = "Zq7/Xk\"Wv\\ü\n5";
  const Redactor redactor("mongodb://user:Zq7%2FXk%22Wv%5C%C3%BC%0A5@h/db");
  for (const std::string& form : test::forms_of(secret)) EXPECT_EQ(redactor.cleaned("(" + form + ")"), "(***)") << form;
  EXPECT_EQ(redactor.cleaned("zq7%2fxk%22wv%5c%c3%bc%0a5"), "***") << "the other case of hex digits";
  EXPECT_EQ(redactor.cleaned("Zq7%252FXk%2522Wv%255C%25C3%25BC%250A5"), "***") << "encoded twice";
  EXPECT_EQ(redactor.cleaned(R"({"a":"Zq7\/Xk\"Wv\\\u00fc\n5"})"), R"({"a":"***"})") << "as JSON";
  EXPECT_EQ(redactor.cleaned(R"("{\"a\":\"Zq7/Xk\\\"Wv\\\\\\u00fc\\n5\"}")"), R"("{\"a\":\"***\"}")") << "JSON in JSON";
  EXPECT_EQ(redactor.cleaned(R"(Zq7/Xk\x22Wv\x5c\xc3\xbc\x0a5)"), "***") << "as C has it";
}

TEST(Redactor, TakesWhatIsLeftOfASecretWhereATextWasCut) {
  const Redactor redactor("mongodb://user:Geh%2FeimesWort@h/db");
  EXPECT_EQ(redactor.cleaned("the user said Geh/ei…"), "the user said ***…");
  EXPECT_EQ(redactor.cleaned("the user said g…"), "the user said ***…");
  EXPECT_EQ(redactor.cleaned("the user said Geh%2…"), "the user said ***…");
  EXPECT_EQ(redactor.cleaned("…mesWort was said"), "…*** was said");
  EXPECT_EQ(redactor.cleaned("the user said Geh/"), "the user said Geh/") << "not cut";
  EXPECT_EQ(redactor.cleaned_foreign("the user said geh/"), "the user said ***");
  EXPECT_EQ(redactor.cleaned_foreign("the user said Geh"), "the user said Geh") << "too short to tell";
  EXPECT_EQ(redactor.cleaned_foreign("eswort was said"), "*** was said");
  EXPECT_EQ(redactor.cleaned_foreign(R"("Geh\u002fei)"), "\"***");
  EXPECT_EQ(Redactor("mongodb://user:up@h/db").cleaned("…u…"), "…u…");
}

TEST(Redactor, KnowsTheUrlsOfServices) {
  Redactor redactor;
  redactor.add_address("https://hook:PassWort@hc.example/services/T0/4f0a2c1e-5b?key=0123456789abc");
  EXPECT_EQ(redactor.cleaned("404 for https://hc.example/Services/T0/4f0a2c1e-5b?key=0123456789abc"),
            "404 for https://hc.example/***");
  EXPECT_EQ(redactor.cleaned("4F0A2C1E-5B, 0123456789abc, passwort, services"), "***, ***, ***, services");
  redactor.add_address("https://hc.example");
  EXPECT_EQ(redactor.cleaned("https://hc.example"), "https://hc.example");
}

TEST(Redactor, KnowsATokenThatIsASecretAsAWhole) {
  Redactor redactor;
  redactor.add_secret("To/Ken");
  redactor.add_secret("");
  EXPECT_EQ(redactor.cleaned("to%2fken"), "***");
}

TEST(DriverText, ShowsNothingOfASecretThatTheDriversBufferCuts) {
  const std::string secret = "GeheimesWort";
  const Redactor redactor("mongodb://user:" + secret + "@h/db");
  for (std::size_t before = 470; before < 510; ++before) {
    bson_error_t error;
    bson_set_error(&error, 1, 1, "%s", (std::string(before, '.') + secret + std::string(40, '.')).c_str());
    const std::string shown = driver_text(redactor, error);
    EXPECT_EQ(shown.find_first_not_of(".*…"), std::string::npos) << shown;
    EXPECT_THAT(shown, testing::EndsWith("…"));
  }
  bson_error_t whole;
  bson_set_error(&whole, 1, 1, "whole");
  EXPECT_EQ(driver_text(redactor, whole), "whole");
}

TEST(Redactor, LeavesOwnWordsReadable) {
  const Redactor redactor("mongodb://user:up@h/db");
  EXPECT_EQ(redactor.cleaned_own_words("Give it up: mongodb://user:password@host"),
            "Give it up: mongodb://user:password@host");
  EXPECT_EQ(Redactor("mongodb://user:s3cret@h/db").cleaned_own_words("say s3cret"), "say ***");
  EXPECT_EQ(Redactor("mongodb://user:backup@h/db").cleaned_own_words("Backup completed"), "Backup completed");
}

TEST(ConnectionString, ListsSecretsOnlyWhereThereAreAny) {
  EXPECT_THAT(secrets_of("mongodb://user@h/db"), ElementsAre());
  EXPECT_THAT(secrets_of("mongodb://user:@h/db"), ElementsAre());
  EXPECT_THAT(secrets_of("mongodb://user:abcd@h/db?appName=b:c@d"), ElementsAre("abcd"));
  EXPECT_THAT(secrets_of("mongodb://user:100%@h/db"), ElementsAre("100%"));
}

}  // namespace
}  // namespace mongokeep::mongo
