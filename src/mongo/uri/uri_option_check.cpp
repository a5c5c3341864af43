#include "mongo/uri/uri_option_check.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/text/ascii_text.h"
#include "mongo/uri/connection_string.h"
#include "mongo/uri/given_options.h"
#include "mongo/uri/uri_option_table.h"
#include "mongo/uri/uri_value_check.h"

namespace mongokeep::mongo {

namespace {

using OptionFault = std::optional<UriFault>;

OptionFault single_fault(const UriOption& option) {
  const std::string name(option.name);
  if (name.empty()) {
    return UriFault{option.has_value ? "an option has no name before its =" : "there are two & in a row",
                    "Write options as name=value, separated by one &"};
  }
  // The driver does not know proxies, and would go to the server by itself: into a network where that must not be seen.
  if (is_proxy_option(name)) {
    return UriFault{"it names a proxy, but the driver (libmongoc) does not support proxies",
                    "Remove the proxy options and connect through a tunnel, such as ssh -L"};
  }
  const KnownUriOption* known = known_uri_option(name);
  const auto nearest = known == nullptr ? nearest_uri_option(name) : std::nullopt;
  if (known == nullptr && nearest && !is_option_of_other_drivers(name)) {
    return UriFault{"there is no option " + name, "Did you mean " + *nearest + "?"};
  }
  if (!option.has_value) {
    return UriFault{"the option " + name + " has no = and no value", "Write options as name=value"};
  }
  return known == nullptr ? std::nullopt : uri_value_fault(*known, option.value);
}

/// Of the properties of a login only a session's token is one.
bool holds_secret(const UriOption& option) {
  const std::string name = ascii_lower(option.name);
  if (name != "authmechanismproperties") return is_secret_option(name);
  return ascii_lower(option.value).find("aws_session_token") != std::string::npos;
}

/// What stands behind an `&` after a secret may be a part of it, and is not repeated then.
OptionFault torn_secret_fault(const UriOption& option, const UriOption& before) {
  const bool is_misspelt = nearest_uri_option(option.name).has_value();
  if (option.name.empty() || is_driver_option(option.name) || is_misspelt || !holds_secret(before)) return std::nullopt;
  return UriFault{"after the value of " + std::string(before.name) + " comes text that is no option",
                  "If the value has an &, write it as %26"};
}

OptionFault repeated_fault(const UriParts& parts) {
  std::vector<std::string> seen;
  for (const UriOption& option : parts.options) {
    const std::string name = ascii_lower(option.name);
    // Each of them is one choice, tried in this order.
    if (name == "readpreferencetags") continue;
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
      return UriFault{"it has the option " + std::string(option.name) + " more than once", "Give it only once"};
    }
    seen.push_back(name);
  }
  return std::nullopt;
}

OptionFault tls_fault(const GivenOptions& given) {
  if ((given.is_on("tls") && given.is_off("ssl")) || (given.is_off("tls") && given.is_on("ssl"))) {
    return UriFault{"tls and ssl contradict each other", "Use only tls: ssl is its old name"};
  }
  constexpr auto weaker = std::to_array<std::string_view>(
      {"tlsAllowInvalidCertificates", "tlsAllowInvalidHostnames", "tlsDisableOCSPEndpointCheck",
       "tlsDisableCertificateRevocationCheck", "sslAllowInvalidCertificates", "sslAllowInvalidHostnames"});
  for (const std::string_view one : weaker) {
    if (!given.has("tlsInsecure") || !given.has(one)) continue;
    return UriFault{"tlsInsecure and " + std::string(one) + " exclude each other",
                    "Use only one. tlsInsecure turns all checks off, so that others can read the traffic"};
  }
  if (given.has("tlsDisableOCSPEndpointCheck") && given.has("tlsDisableCertificateRevocationCheck")) {
    return UriFault{"tlsDisableOCSPEndpointCheck and tlsDisableCertificateRevocationCheck exclude each other",
                    "Use only one"};
  }
  if (given.has("tlsCertificateKeyFilePassword") && !given.has("tlsCertificateKeyFile")) {
    return UriFault{"tlsCertificateKeyFilePassword is given without tlsCertificateKeyFile",
                    "Add the file, or leave the password out"};
  }
  const bool is_off = given.is_off("tls") || given.is_off("ssl");
  for (const std::string_view one : {"tlsCAFile", "tlsCertificateKeyFile", "tlsInsecure", "tlsAllowInvalidHostnames",
                                     "tlsAllowInvalidCertificates"}) {
    if (!is_off || !given.has(one) || given.is_off(one)) continue;
    return UriFault{std::string(one) + " has no effect because tls is false", "Write tls=true, or remove that option"};
  }
  return std::nullopt;
}

OptionFault topology_fault(const UriParts& parts, const GivenOptions& given) {
  const bool has_many = parts.hosts.size() > 1;
  if (given.is_on("directConnection") && (has_many || parts.is_srv())) {
    return UriFault{"directConnection=true allows only one host, and not mongodb+srv://",
                    has_many ? "Give one host, or leave directConnection out" : "Leave directConnection out"};
  }
  if (given.is_on("loadBalanced")) {
    if (has_many) return UriFault{"loadBalanced=true allows only one host", "Give only the load balancer's host"};
    for (const std::string_view one : {"replicaSet", "directConnection"}) {
      if (!given.has(one) || given.is_off(one)) continue;
      return UriFault{"loadBalanced=true and " + std::string(one) + " exclude each other", "Use only one"};
    }
  }
  for (const std::string_view one : {"srvServiceName", "srvMaxHosts"}) {
    if (parts.is_srv() || !given.has(one)) continue;
    return UriFault{std::string(one) + " works only with mongodb+srv://", "Remove it, or write mongodb+srv://"};
  }
  return std::nullopt;
}

OptionFault reading_fault(const GivenOptions& given) {
  const std::string mode = ascii_lower(given.value("readPreference"));
  if (!mode.empty() && mode != "primary") return std::nullopt;
  for (const std::string_view one : {"readPreferenceTags", "maxStalenessSeconds"}) {
    if (!given.has(one) || given.value(one) == "-1") continue;
    return UriFault{std::string(one) + " cannot be used when reading from the primary",
                    "Add readPreference=secondaryPreferred, or leave " + std::string(one) + " out"};
  }
  return std::nullopt;
}

OptionFault login_fault(const UriParts& parts, const GivenOptions& given) {
  const std::string mechanism = given.value("authMechanism");
  const std::string lower = ascii_lower(mechanism);
  const bool needs_user = !lower.empty() && lower != "mongodb-x509" && lower != "mongodb-aws";
  if (needs_user && !parts.user) {
    return UriFault{"authMechanism=" + mechanism + " needs a user, but none was given",
                    "Write it as mongodb://user:password@host/database"};
  }
  if (lower == "mongodb-x509" && parts.password) {
    return UriFault{"authMechanism=MONGODB-X509 takes no password", "Leave it out: the certificate identifies you"};
  }
  const bool is_external = lower == "mongodb-x509" || lower == "gssapi" || lower == "mongodb-aws";
  if (is_external && given.has("authSource") && given.value("authSource") != "$external") {
    return UriFault{"authMechanism=" + mechanism + " needs authSource=$external", "Leave authSource out"};
  }
  return std::nullopt;
}

OptionFault writing_fault(const GivenOptions& given) {
  if (given.value("w") != "0" || !given.is_on("journal")) return std::nullopt;
  return UriFault{"w=0 and journal=true contradict each other", "Write w=majority, or leave journal out"};
}

}  // namespace

std::optional<UriFault> uri_options_fault(const UriParts& parts) {
  for (std::size_t i = 0; i < parts.options.size(); ++i) {
    if (i > 0) {
      if (auto fault = torn_secret_fault(parts.options[i], parts.options[i - 1])) return fault;
    }
    if (auto fault = single_fault(parts.options[i])) return fault;
  }
  const GivenOptions given(parts);
  OptionFault fault = repeated_fault(parts);
  if (!fault) fault = tls_fault(given);
  if (!fault) fault = topology_fault(parts, given);
  if (!fault) fault = reading_fault(given);
  if (!fault) fault = login_fault(parts, given);
  if (!fault) fault = writing_fault(given);
  return fault;
}

std::vector<std::string> idle_options(const UriParts& parts) {
  const GivenOptions given(parts);
  std::vector<std::string> sentences;
  const auto add = [&](std::string_view name, std::string_view reason) {
    sentences.push_back("The option " + std::string(name) +
                        " of the connection string has no effect: " + std::string(reason));
  };
  for (const UriOption& option : parts.options) {
    if (!option.name.empty() && known_uri_option(option.name) == nullptr) {
      add(option.name, "the driver (libmongoc) does not support it. Remove it");
    }
  }
  if (given.has("authSource") && !parts.user && !given.has("authMechanism")) {
    add("authSource", "no user was given. Write user:password@ before the host, or remove it");
  }
  if (given.has("zlibCompressionLevel") && given.value("compressors").find("zlib") == std::string::npos) {
    add("zlibCompressionLevel", "zlib is not among the compressors. Add compressors=zlib, or remove it");
  }
  return sentences;
}

}  // namespace mongokeep::mongo
