#include "mongo/uri/uri_option_table.h"

#include <mongoc/mongoc.h>

#include <algorithm>
#include <array>
#include <limits>
#include <vector>

#include "base/text/ascii_text.h"
#include "base/text/nearest_name.h"

namespace mongokeep::mongo {

namespace {

constexpr std::int64_t largest = std::numeric_limits<std::int32_t>::max();

constexpr auto uri_option_rows = std::to_array<KnownUriOption>({
    {"appName", UriValueKind::text},
    {"authMechanism", UriValueKind::word, 0, 0,
     "SCRAM-SHA-1,SCRAM-SHA-256,MONGODB-X509,MONGODB-AWS,MONGODB-CR,GSSAPI,PLAIN"},
    {"authMechanismProperties", UriValueKind::pairs},
    {"authSource", UriValueKind::text},
    {"canonicalizeHostname", UriValueKind::boolean},
    {"compressors", UriValueKind::words, 0, 0, "zstd,zlib,snappy"},
    {"connectTimeoutMS", UriValueKind::number, 0, largest},
    {"directConnection", UriValueKind::boolean},
    {"gssapiServiceName", UriValueKind::text},
    {"heartbeatFrequencyMS", UriValueKind::number, 500, largest},
    {"journal", UriValueKind::boolean},
    {"loadBalanced", UriValueKind::boolean},
    {"localThresholdMS", UriValueKind::number, 0, largest},
    {"maxIdleTimeMS", UriValueKind::number, 0, largest},
    {"maxPoolSize", UriValueKind::number, 0, largest},
    // -1 stands for "no limit".
    {"maxStalenessSeconds", UriValueKind::number, -1, largest},
    {"minPoolSize", UriValueKind::number, 0, largest},
    {"readConcernLevel", UriValueKind::word, 0, 0, "local,available,majority,linearizable,snapshot"},
    {"readPreference", UriValueKind::word, 0, 0, "primary,primaryPreferred,secondary,secondaryPreferred,nearest"},
    {"readPreferenceTags", UriValueKind::pairs},
    {"replicaSet", UriValueKind::text},
    {"retryReads", UriValueKind::boolean},
    {"retryWrites", UriValueKind::boolean},
    {"safe", UriValueKind::boolean},
    {"serverSelectionTimeoutMS", UriValueKind::number, 0, largest},
    {"serverSelectionTryOnce", UriValueKind::boolean},
#ifdef MONGOC_URI_SERVERMONITORINGMODE
    {"serverMonitoringMode", UriValueKind::word, 0, 0, "auto,poll,stream"},
#endif
    {"socketCheckIntervalMS", UriValueKind::number, 0, largest},
    // -1 stands for "no limit".
    {"socketTimeoutMS", UriValueKind::number, -1, largest},
    {"srvMaxHosts", UriValueKind::number, 0, largest},
    {"srvServiceName", UriValueKind::text},
    {"ssl", UriValueKind::boolean},
    {"sslAllowInvalidCertificates", UriValueKind::boolean},
    {"sslAllowInvalidHostnames", UriValueKind::boolean},
    {"sslCertificateAuthorityFile", UriValueKind::file},
    {"sslClientCertificateKeyFile", UriValueKind::file},
    {"sslClientCertificateKeyPassword", UriValueKind::text},
    {"tls", UriValueKind::boolean},
    {"tlsAllowInvalidCertificates", UriValueKind::boolean},
    {"tlsAllowInvalidHostnames", UriValueKind::boolean},
    {"tlsCAFile", UriValueKind::file},
    {"tlsCertificateKeyFile", UriValueKind::file},
    {"tlsCertificateKeyFilePassword", UriValueKind::text},
    {"tlsDisableCertificateRevocationCheck", UriValueKind::boolean},
    {"tlsDisableOCSPEndpointCheck", UriValueKind::boolean},
    {"tlsInsecure", UriValueKind::boolean},
    {"w", UriValueKind::write_concern},
    {"waitQueueMultiple", UriValueKind::number, 0, largest},
    {"waitQueueTimeoutMS", UriValueKind::number, 0, largest},
    {"wtimeoutMS", UriValueKind::number, 0, largest},
    {"zlibCompressionLevel", UriValueKind::number, -1, 9},
});

constexpr auto options_of_other_drivers = std::to_array<std::string_view>(
    {"fsync", "j", "maxconnecting", "maxconnectionlifetimems", "minheartbeatfrequencyms", "servermonitoringmode",
     "sslpemkeyfile", "timeoutms", "uuidrepresentation", "wtimeout", "enableutf8validation", "forceserverobjectid",
     "keepalive", "autoreconnect", "usenewurlparser", "useunifiedtopology", "noDelay", "family"});

/// What the driver knows beyond the table: a newer one has more.
bool is_known_to_driver(const std::string& name) {
  return mongoc_uri_option_is_bool(name.c_str()) || mongoc_uri_option_is_int32(name.c_str()) ||
         mongoc_uri_option_is_int64(name.c_str()) || mongoc_uri_option_is_utf8(name.c_str());
}

}  // namespace

const KnownUriOption* known_uri_option(std::string_view name) {
  const std::string lower = ascii_lower(name);
  for (const KnownUriOption& row : uri_option_rows) {
    if (ascii_lower(row.name) == lower) return &row;
  }
  static constexpr KnownUriOption newer = {"", UriValueKind::text};
  return is_known_to_driver(lower) ? &newer : nullptr;
}

bool is_option_of_other_drivers(std::string_view name) {
  const std::string lower = ascii_lower(name);
  return std::any_of(options_of_other_drivers.begin(), options_of_other_drivers.end(),
                     [&](std::string_view one) { return ascii_lower(one) == lower; });
}

bool is_proxy_option(std::string_view name) {
  return ascii_lower(name).starts_with("proxy");
}

bool is_driver_option(std::string_view name) {
  return known_uri_option(name) != nullptr || is_option_of_other_drivers(name) || is_proxy_option(name);
}

std::optional<std::string> nearest_uri_option(std::string_view name) {
  std::vector<std::string> names;
  for (const KnownUriOption& row : uri_option_rows) {
    // The old names of the TLS options: nobody is to learn them now.
    if (!row.name.starts_with("ssl")) names.emplace_back(row.name);
  }
  return nearest_name(name, names);
}

}  // namespace mongokeep::mongo
