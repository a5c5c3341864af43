#include "mongo/uri/uri_check.h"

#include <gmock/gmock.h>

#include "mongo/connection.h"
#include "mongokeep/error.h"
#include "support/bad_uris.h"

namespace mongokeep::mongo {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;

std::string refusal(std::string_view uri) {
  try {
    Connection::open(std::string(uri));
  } catch (const Error& error) {
    EXPECT_EQ(error.kind(), ErrorKind::configuration) << error.what();
    return error.what();
  }
  return "";
}

TEST(UriCheck, SaysWhatIsWrongAndWhatToDo) {
  for (const test::BadUri& bad : test::bad_uris) {
    const std::string said = refusal(bad.text);
    EXPECT_THAT(said, HasSubstr(std::string(bad.cause))) << bad.name;
    EXPECT_THAT(said, HasSubstr(std::string(bad.hint))) << bad.name;
    EXPECT_THAT(said, Not(HasSubstr("geheim"))) << bad.name;
  }
}

TEST(UriCheck, LetsSoundOnesPass) {
  for (const char* const sound :
       {"mongodb://h",
        "mongodb://h/",
        "mongodb://h/?",
        "mongodb://h/db?",
        "mongodb://h:65535/db?tls=true&",
        "mongodb://a:1,b,c:3/db?replicaSet=rs0",
        "mongodb://[::1]/db",
        "mongodb://[::1]:27017/db",
        "mongodb://%2Ftmp%2Fmongodb-27017.sock/db",
        "mongodb://u:p%40%3A%2F%3F%25@h/db",
        "mongodb://u:p!$&'()*+,;=@h/db",
        "mongodb://u%40example.com:p@h/db?authSource=admin",
        "mongodb://h/db?ssl=true",
        "mongodb://h/db?TLS=yes",
        "mongodb://h/db?readPreference=Secondary&readPreferenceTags=dc:ny&readPreferenceTags=",
        "mongodb://h/db?readPreference=nearest&maxStalenessSeconds=-1",
        "mongodb://h/db?w=backup&wtimeoutMS=0",
        "mongodb://h/db?socketTimeoutMS=-1&maxPoolSize=0&appName=a%20b",
        "mongodb://h/db?compressors=zlib,snappy,zstd",
        "mongodb://h/a%20b/"}) {
    const bool has_blank = std::string_view(sound) == "mongodb://h/a%20b/";
    EXPECT_EQ(uri_fault(sound).has_value(), has_blank) << sound;
  }
}

TEST(UriCheck, TellsOfOptionsThatDoNothing) {
  EXPECT_THAT(idle_uri_options("mongodb://u:p@h/db?authSource=admin&tls=true"), IsEmpty());
  EXPECT_THAT(
      idle_uri_options("mongodb://h/db?uuidRepresentation=standard"),
      ElementsAre("The option uuidRepresentation of the connection string has no effect: the driver (libmongoc) "
                  "does not support it. Remove it"));
  EXPECT_THAT(idle_uri_options("mongodb://h/db?frobnicate=1&timeoutMS=5"),
              ElementsAre(HasSubstr("frobnicate"), HasSubstr("timeoutMS")));
  EXPECT_THAT(idle_uri_options("mongodb://h/db?authSource=admin"), ElementsAre(HasSubstr("no user was given")));
  EXPECT_THAT(idle_uri_options("mongodb://h/db?compressors=zstd&zlibCompressionLevel=3"),
              ElementsAre(HasSubstr("zlib is not among the compressors")));
}

}  // namespace
}  // namespace mongokeep::mongo
