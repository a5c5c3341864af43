#include "support/sftp_store.h"

#include <pwd.h>
#include <unistd.h>

#include <stdexcept>

#include "support/files.h"

namespace mongokeep::test {
namespace {

constexpr auto patience = std::chrono::seconds(60);

std::string user_name() {
  const passwd* user = ::getpwuid(::geteuid());
  if (user == nullptr) throw std::runtime_error("the user who runs the tests has no name");
  return user->pw_name;
}

/// Where sshd, as root, keeps its unprivileged half. A service makes it at the start of a machine.
void make_folder_of_sshd() {
  if (::geteuid() == 0) std::filesystem::create_directory("/run/sshd");
}

}  // namespace

SftpStore::SftpStore(Shell shell) : shell_(shell) {
  std::filesystem::create_directory(room_.path() / "data");
  make_key("host");
  make_key("user");
  make_folder_of_sshd();
  server_ =
      std::make_unique<LoopbackServer>([this](std::uint16_t port) { return server_on(port); }, "Server listening on");
  write_file(room_.path() / "known_hosts",
             "[127.0.0.1]:" + std::to_string(server_->port()) + " " + read_file(room_.path() / "host.pub"));
}

std::string SftpStore::rclone_section() const {
  return "[" + std::string(remote_name) +
         "]\ntype = sftp\nhost = 127.0.0.1\nport = " + std::to_string(server_->port()) + "\nuser = " + user_name() +
         "\nkey_file = " + (room_.path() / "user").string() +
         "\nknown_hosts_file = " + (room_.path() / "known_hosts").string() +
         "\nshell_type = " + (shell_ == Shell::none ? "none" : "unix") + "\n";
}

void SftpStore::make_key(const std::string& name) const {
  ChildSettings child;
  child.command = {"/usr/bin/ssh-keygen",         "-q", "-t", "ed25519", "-N", "", "-C", name, "-f",
                   (room_.path() / name).string()};
  ChildProcess generator(child);
  if (generator.wait(patience).exit_code != 0) {
    throw std::runtime_error("ssh-keygen failed: " + generator.standard_error());
  }
}

ChildSettings SftpStore::server_on(std::uint16_t port) const {
  const std::filesystem::path config = room_.path() / "sshd_config";
  write_file(config, "ListenAddress 127.0.0.1\nPort " + std::to_string(port) + "\nHostKey " +
                         (room_.path() / "host").string() + "\nAuthorizedKeysFile " +
                         (room_.path() / "user.pub").string() +
                         "\nPidFile none\nStrictModes no\nUsePAM no\nPasswordAuthentication no\n"
                         "KbdInteractiveAuthentication no\nPermitRootLogin prohibit-password\n"
                         "Subsystem sftp internal-sftp\n");
  ChildSettings child;
  // sshd insists on an absolute path.
  child.command = {"/usr/sbin/sshd", "-D", "-e", "-f", config.string()};
  child.environment = {{"PATH", "/usr/bin:/bin"}};
  child.lifetime = ChildSettings::Lifetime::of_starting_thread;
  return child;
}

}  // namespace mongokeep::test
