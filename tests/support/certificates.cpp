#include "support/certificates.h"

#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/child_process.h"
#include "support/files.h"

namespace mongokeep::test {
namespace {

void openssl(const std::filesystem::path& folder, std::vector<std::string> arguments) {
  ChildSettings settings;
  settings.command = {"/usr/bin/openssl"};
  settings.command.insert(settings.command.end(), arguments.begin(), arguments.end());
  settings.environment = {{"HOME", folder.string()}};
  settings.working_folder = folder;
  ChildProcess child(settings);
  if (child.wait(std::chrono::seconds(60)).exit_code != 0) {
    throw std::runtime_error("cannot make a certificate with openssl: " + child.standard_error());
  }
}

}  // namespace

Certificates::Certificates(std::filesystem::path folder) : folder_(std::move(folder)) {
  const std::string curve = "ec_paramgen_curve:P-256";
  openssl(folder_, {"req", "-x509", "-newkey", "ec", "-pkeyopt", curve, "-nodes", "-days", "2", "-subj",
                    "/CN=mongokeep tests", "-keyout", "authority.key", "-out", "authority.pem"});
  openssl(folder_, {"req", "-newkey", "ec", "-pkeyopt", curve, "-nodes", "-subj", "/CN=localhost", "-keyout",
                    "server.key", "-out", "server.csr"});
  write_file(folder_ / "names", "subjectAltName=DNS:localhost,IP:127.0.0.1\n");
  openssl(folder_, {"x509", "-req", "-in", "server.csr", "-CA", "authority.pem", "-CAkey", "authority.key",
                    "-CAcreateserial", "-days", "2", "-extfile", "names", "-out", "server.pem"});
}

}  // namespace mongokeep::test
