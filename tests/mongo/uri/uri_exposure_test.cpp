#include "mongo/uri/uri_exposure.h"

#include <gmock/gmock.h>

#include "support/files.h"
#include "support/temp_dir.h"

namespace mongokeep::mongo {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(UriExposure, TellsOfEveryCheckOfTlsThatIsOff) {
  for (const std::string option :
       {"tlsInsecure", "tlsAllowInvalidCertificates", "tlsAllowInvalidHostnames", "tlsDisableOCSPEndpointCheck",
        "tlsDisableCertificateRevocationCheck", "sslAllowInvalidCertificates", "TLSAllowInvalidHostnames"}) {
    const auto found = uri_exposures("mongodb://u:p@db1/shop?tls=true&" + option + "=true");
    ASSERT_THAT(found, SizeIs(1)) << option;
    EXPECT_THAT(found[0].remedy, HasSubstr("Remove "));
    EXPECT_THAT(uri_exposures("mongodb://u:p@db1/shop?tls=true&" + option + "=false"), IsEmpty()) << option;
  }
}

TEST(UriExposure, TellsOfAPasswordWithoutTls) {
  for (const std::string uri :
       {"mongodb://u:p@127.evil.com/shop", "mongodb://u:p@127.0.0.1.nip.io/shop",
        "mongodb://u:p@localhost.evil.com/shop", "mongodb://u:p@[::2]/shop", "mongodb://u:p@db1/shop",
        "mongodb://u:p@127.0.0.1,db1/shop", "mongodb://u:p@10.0.0.1:27017/shop", "mongodb://u:p@[fe80::1]:27017/shop",
        "mongodb+srv://u:p@db1.example/shop?tls=false",
        "mongodb://u:p@127.0.0.1/shop?authMechanism=PLAIN&authSource=$external"}) {
    const auto found = uri_exposures(uri);
    ASSERT_THAT(found, SizeIs(1)) << uri;
    EXPECT_THAT(found[0].finding, HasSubstr("password"));
    EXPECT_THAT(found[0].remedy, HasSubstr("tls=true"));
  }
  for (const std::string uri :
       {"mongodb://u:p@[::ffff:127.0.0.1]/shop", "mongodb://u:p@localhost./shop", "mongodb://u:p@127.3.2.1/shop",
        "mongodb://db1/shop", "mongodb://u:p@127.0.0.1:1/shop", "mongodb://u:p@localhost/shop",
        "mongodb://u:p@[::1]:1/shop", "mongodb://u:p@%2Ftmp%2Fmongodb-27017.sock/shop",
        "mongodb://u:p@db1/shop?tls=true", "mongodb://u:p@db1/?ssl=true", "mongodb+srv://u:p@db1.example/shop",
        "mongodb://u:p@db1/shop?authMechanism=PLAIN&tls=true", "mongodb://u:p@db1:no-port/shop", "", "no uri"}) {
    EXPECT_THAT(uri_exposures(uri), IsEmpty()) << uri;
  }
}

TEST(UriExposure, LooksAtTheFilesThatAreNamed) {
  const test::TempDir temp;
  const std::filesystem::path key = temp.path() / "key pair.pem";
  test::write_file(key, "key");
  std::filesystem::permissions(key, std::filesystem::perms(0644));
  const std::string name = temp.path().string() + "/key%20pair.pem";
  EXPECT_THAT(exposures_of_uri_files("mongodb://db1/?tlsCertificateKeyFile=" + name), SizeIs(1));
  EXPECT_THAT(exposures_of_uri_files("mongodb://db1/?tlsCAFile=" + name), IsEmpty());
  std::filesystem::permissions(key, std::filesystem::perms(0666));
  EXPECT_THAT(exposures_of_uri_files("mongodb://db1/?tlsCAFile=" + name), SizeIs(1));
}

}  // namespace
}  // namespace mongokeep::mongo
