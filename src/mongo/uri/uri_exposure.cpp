#include "mongo/uri/uri_exposure.h"

#include <arpa/inet.h>
#include <netinet/in.h>

#include <algorithm>
#include <array>
#include <optional>
#include <string>
#include <utility>

#include "base/text/ascii_text.h"
#include "mongo/uri/connection_string.h"
#include "mongo/uri/given_options.h"
#include "mongo/uri/uri_check.h"
#include "mongo/uri/uri_parts.h"

namespace mongokeep::mongo {

namespace {

/// Each of these turns TLS on where `tls` does not say otherwise, as the driver has it.
constexpr auto options_of_tls = std::to_array<std::string_view>(
    {"tlsCertificateKeyFile", "tlsCertificateKeyFilePassword", "tlsCAFile", "tlsAllowInvalidCertificates",
     "tlsAllowInvalidHostnames", "tlsInsecure", "tlsDisableOCSPEndpointCheck", "tlsDisableCertificateRevocationCheck",
     "sslClientCertificateKeyFile", "sslClientCertificateKeyPassword", "sslCertificateAuthorityFile",
     "sslAllowInvalidCertificates", "sslAllowInvalidHostnames"});

struct WeakOption {
  std::string_view name;
  std::string_view meaning;
  std::string_view remedy;  ///< continues "Remove it from the connection string"
};

constexpr std::string_view with_authority =
    ", and name the authority that signed the server's: tlsCAFile=/path/to/ca.pem";

constexpr auto weak_options = std::to_array<WeakOption>({
    {"tlsInsecure", "certificates are not checked, so that anyone on the network path can pose as the server",
     with_authority},
    {"tlsAllowInvalidCertificates",
     "any certificate is accepted, so that anyone on the network path can pose as the server", with_authority},
    {"sslAllowInvalidCertificates",
     "any certificate is accepted, so that anyone on the network path can pose as the server", with_authority},
    {"tlsAllowInvalidHostnames", "whoever has a certificate of the same authority can pose as the server",
     ", and name the server as its certificate does"},
    {"sslAllowInvalidHostnames", "whoever has a certificate of the same authority can pose as the server",
     ", and name the server as its certificate does"},
    {"tlsDisableOCSPEndpointCheck", "a certificate that was revoked is accepted", ""},
    {"tlsDisableCertificateRevocationCheck", "a certificate that was revoked is accepted", ""},
});

bool uses_tls(const UriParts& parts, const GivenOptions& given) {
  for (const std::string_view name : {"tls", "ssl"}) {
    if (given.is_on(name)) return true;
    if (given.is_off(name)) return false;
  }
  const bool is_implied =
      std::any_of(options_of_tls.begin(), options_of_tls.end(), [&](std::string_view name) { return given.has(name); });
  return is_implied || parts.is_srv();
}

/// Without its port and brackets.
std::string name_of_host(std::string_view host) {
  if (host.starts_with('[')) return std::string(host.substr(1, host.find(']') - 1));
  return percent_decoded(host.substr(0, host.find(':')));
}

std::optional<Exposure> clear_password(const UriParts& parts, const GivenOptions& given) {
  if (!parts.password || uses_tls(parts, given)) return std::nullopt;
  std::string remedy =
      "Add tls=true to the connection string, and tlsCAFile=/path/to/ca.pem where the authority is your own";
  if (ascii_lower(given.value("authMechanism")) == "plain") {
    return Exposure{"authMechanism=PLAIN sends the password without TLS: anyone on the network path can read it",
                    std::move(remedy)};
  }
  const bool is_local = std::all_of(parts.hosts.begin(), parts.hosts.end(),
                                    [](std::string_view host) { return is_this_machine(name_of_host(host)); });
  if (is_local) return std::nullopt;
  return Exposure{
      "there is a password, and no TLS: anyone on the network path can read the documents, and guess the "
      "password from the login",
      std::move(remedy)};
}

}  // namespace

std::vector<Exposure> uri_exposures(std::string_view uri) {
  const auto parts = uri_parts(uri);
  if (!parts || uri_fault(uri)) return {};
  const GivenOptions given(*parts);
  std::vector<Exposure> found;
  for (const WeakOption& weak : weak_options) {
    if (!given.is_on(weak.name)) continue;
    found.push_back({std::string(weak.name) + "=true: " + std::string(weak.meaning),
                     "Remove " + std::string(weak.name) + " from the connection string" + std::string(weak.remedy)});
  }
  if (auto clear = clear_password(*parts, given)) found.push_back(std::move(*clear));
  return found;
}

std::vector<Exposure> exposures_of_uri_files(std::string_view uri) {
  const auto parts = uri_parts(uri);
  if (!parts) return {};
  std::vector<Exposure> found;
  const GivenOptions given(*parts);
  const auto look = [&](std::string_view name, FileTrust trust) {
    if (!given.has(name)) return;
    for (Exposure& one : exposures_of_file(given.value(name), trust)) found.push_back(std::move(one));
  };
  for (const std::string_view name : {"tlsCertificateKeyFile", "sslClientCertificateKeyFile"}) {
    look(name, FileTrust::secret);
  }
  for (const std::string_view name : {"tlsCAFile", "sslCertificateAuthorityFile"}) look(name, FileTrust::public_text);
  return found;
}

bool is_this_machine(std::string_view host) {
  // A name may begin with 127, and lead anywhere.
  const std::string text(host);
  in_addr short_form{};
  if (::inet_pton(AF_INET, text.c_str(), &short_form) == 1) return ntohl(short_form.s_addr) >> 24U == 127;
  in6_addr address{};
  if (::inet_pton(AF_INET6, text.c_str(), &address) == 1) {
    return IN6_IS_ADDR_LOOPBACK(&address) || (IN6_IS_ADDR_V4MAPPED(&address) && address.s6_addr[12] == 127);
  }
  const std::string name = ascii_lower(host);
  return name.starts_with('/') || name == "localhost" || name == "localhost.";
}

}  // namespace mongokeep::mongo
