#include "mongo/uri_option_check.h"

#include <algorithm>
#include <array>
#include <string_view>

#include "base/ascii_text.h"
#include "mongo/connection_string.h"
#include "mongo/uri_option_table.h"
#include "mongo/uri_value_check.h"

namespace mongokeep::mongo {

namespace {

using OptionFault = std::optional<UriFault>;

/// The options by name, whatever their case.
class GivenOptions {
 public:
  explicit GivenOptions(const UriParts& parts) : parts_(parts) {}

  const UriOption* find(std::string_view name) const {
    const std::string wanted = ascii_lower(name);
    for (const UriOption& option : parts_.options) {
      if (ascii_lower(option.name) == wanted) return &option;
    }
    return nullptr;
  }
  bool has(std::string_view name) const { return find(name) != nullptr; }
  std::string value(std::string_view name) const {
    const UriOption* option = find(name);
    return option == nullptr ? "" : percent_decoded(option->value);
  }
  bool is_on(std::string_view name) const { return is_word(name, {"true", "yes", "y", "t", "1", "-1"}); }
  bool is_off(std::string_view name) const { return is_word(name, {"false", "no", "n", "f", "0"}); }

 private:
  bool is_word(std::string_view name, std::initializer_list<std::string_view> words) const {
    const std::string given = ascii_lower(value(name));
    return std::find(words.begin(), words.end(), given) != words.end();
  }

  const UriParts& parts_;
};

bool is_proxy_option(std::string_view name) {
  return ascii_lower(name).starts_with("proxy");
}

OptionFault single_fault(const UriOption& option) {
  const std::string name(option.name);
  if (name.empty()) {
    return UriFault{option.has_value ? "an option has no name before its =" : "two & follow each other",
                    "Write options as name=value, with one & between them"};
  }
  // The driver does not know proxies, and would go to the server by itself: into a network where that must not be seen.
  if (is_proxy_option(name)) {
    return UriFault{"it names a proxy, and the driver, libmongoc, cannot go through one",
                    "Leave the proxy options out and give the address of a tunnel: ssh -L, for one"};
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

OptionFault repeated_fault(const UriParts& parts) {
  std::vector<std::string> seen;
  for (const UriOption& option : parts.options) {
    const std::string name = ascii_lower(option.name);
    // Each of them is one choice, tried in this order.
    if (name == "readpreferencetags") continue;
    if (std::find(seen.begin(), seen.end(), name) != seen.end()) {
      return UriFault{"it has the option " + std::string(option.name) + " more than once", "Give it once"};
    }
    seen.push_back(name);
  }
  return std::nullopt;
}

OptionFault tls_fault(const GivenOptions& given) {
  if ((given.is_on("tls") && given.is_off("ssl")) || (given.is_off("tls") && given.is_on("ssl"))) {
    return UriFault{"tls and ssl contradict each other", "Give tls alone: ssl is its old name"};
  }
  constexpr auto weaker = std::to_array<std::string_view>(
      {"tlsAllowInvalidCertificates", "tlsAllowInvalidHostnames", "tlsDisableOCSPEndpointCheck",
       "tlsDisableCertificateRevocationCheck", "sslAllowInvalidCertificates", "sslAllowInvalidHostnames"});
  for (const std::string_view one : weaker) {
    if (!given.has("tlsInsecure") || !given.has(one)) continue;
    return UriFault{"tlsInsecure and " + std::string(one) + " exclude each other",
                    "Give one: tlsInsecure switches all checks off, and the traffic can be read by others"};
  }
  if (given.has("tlsDisableOCSPEndpointCheck") && given.has("tlsDisableCertificateRevocationCheck")) {
    return UriFault{"tlsDisableOCSPEndpointCheck and tlsDisableCertificateRevocationCheck exclude each other",
                    "Give one"};
  }
  if (given.has("tlsCertificateKeyFilePassword") && !given.has("tlsCertificateKeyFile")) {
    return UriFault{"tlsCertificateKeyFilePassword is given, and tlsCertificateKeyFile is not",
                    "Give the file as well, or leave the password out"};
  }
  const bool is_off = given.is_off("tls") || given.is_off("ssl");
  for (const std::string_view one : {"tlsCAFile", "tlsCertificateKeyFile", "tlsInsecure", "tlsAllowInvalidHostnames",
                                     "tlsAllowInvalidCertificates"}) {
    if (!is_off || !given.has(one) || given.is_off(one)) continue;
    return UriFault{std::string(one) + " does nothing, because tls is false", "Write tls=true, or leave it out"};
  }
  return std::nullopt;
}

OptionFault topology_fault(const UriParts& parts, const GivenOptions& given) {
  const bool has_many = parts.hosts.size() > 1;
  if (given.is_on("directConnection") && (has_many || parts.is_srv())) {
    return UriFault{"directConnection=true allows one host, and no mongodb+srv://",
                    has_many ? "Give one host, or leave directConnection out" : "Leave directConnection out"};
  }
  if (given.is_on("loadBalanced")) {
    if (has_many) return UriFault{"loadBalanced=true allows one host", "Give the load balancer's alone"};
    for (const std::string_view one : {"replicaSet", "directConnection"}) {
      if (!given.has(one) || given.is_off(one)) continue;
      return UriFault{"loadBalanced=true and " + std::string(one) + " exclude each other", "Give one of the two"};
    }
  }
  for (const std::string_view one : {"srvServiceName", "srvMaxHosts"}) {
    if (parts.is_srv() || !given.has(one)) continue;
    return UriFault{std::string(one) + " belongs to mongodb+srv://", "Leave it out, or write mongodb+srv://"};
  }
  return std::nullopt;
}

OptionFault reading_fault(const GivenOptions& given) {
  const std::string mode = ascii_lower(given.value("readPreference"));
  if (!mode.empty() && mode != "primary") return std::nullopt;
  for (const std::string_view one : {"readPreferenceTags", "maxStalenessSeconds"}) {
    if (!given.has(one) || given.value(one) == "-1") continue;
    return UriFault{std::string(one) + " does not go with reading from the primary",
                    "Add readPreference=secondaryPreferred, or leave " + std::string(one) + " out"};
  }
  return std::nullopt;
}

OptionFault login_fault(const UriParts& parts, const GivenOptions& given) {
  const std::string mechanism = given.value("authMechanism");
  const std::string lower = ascii_lower(mechanism);
  const bool needs_user = !lower.empty() && lower != "mongodb-x509" && lower != "mongodb-aws";
  if (needs_user && !parts.user) {
    return UriFault{"authMechanism=" + mechanism + " needs a user, and none is given",
                    "Write it as mongodb://user:password@host/database"};
  }
  if (lower == "mongodb-x509" && parts.password) {
    return UriFault{"authMechanism=MONGODB-X509 takes no password", "Leave it out: the certificate proves who you are"};
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
  for (const UriOption& option : parts.options) {
    if (auto fault = single_fault(option)) return fault;
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
                        " of the connection string does nothing: " + std::string(reason));
  };
  for (const UriOption& option : parts.options) {
    if (!option.name.empty() && known_uri_option(option.name) == nullptr) {
      add(option.name, "the driver, libmongoc, does not have it. Leave it out");
    }
  }
  if (given.has("authSource") && !parts.user && !given.has("authMechanism")) {
    add("authSource", "no user is given. Write user:password@ before the host, or leave it out");
  }
  if (given.has("zlibCompressionLevel") && given.value("compressors").find("zlib") == std::string::npos) {
    add("zlibCompressionLevel", "zlib is not among the compressors. Add compressors=zlib, or leave it out");
  }
  return sentences;
}

}  // namespace mongokeep::mongo
