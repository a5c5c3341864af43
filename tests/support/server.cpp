#include "support/server.h"

#include <csignal>
#include <cstdlib>
#include <map>
#include <stdexcept>
#include <string_view>

#include "support/mongo_client.h"

namespace mongokeep::test {
namespace {

constexpr auto patience = std::chrono::seconds(60);
constexpr std::string_view listening = "listening on 127.0.0.1:";

std::uint16_t announced_port(const std::string& text) {
  const std::size_t at = text.find(listening);
  if (at == std::string::npos) return 0;
  return static_cast<std::uint16_t>(std::strtoul(text.c_str() + at + listening.size(), nullptr, 10));
}

void append(std::vector<std::string>& words, std::vector<std::string> more) {
  words.insert(words.end(), more.begin(), more.end());
}

}  // namespace

Server::Server(ServerKind kind, ServerSettings settings) : kind_(kind), settings_(settings) {
  const bool is_encrypted = settings_.transport == ServerSettings::Transport::tls;
  const bool is_guarded = settings_.access == ServerSettings::Access::password;
  if (kind_ == ServerKind::ferretdb && (is_guarded || is_encrypted)) {
    throw std::logic_error("FerretDB runs without passwords and TLS here");
  }
  std::filesystem::create_directory(data_folder());
  if (is_encrypted) certificates_.emplace(folder_.path());
  launch(Guard::open);
  // Users are made while the door is open; SecantusDB has no exception for the first one.
  if (is_guarded) {
    MongoClient(uri_as(Guard::open, port_, "", ""))
        .command("admin",
                 R"({"createUser": ")" + std::string(user) + R"(", "pwd": ")" + password + R"(", "roles": ["root"]})");
    stop();
    launch(Guard::closed);
  }
}

std::string Server::host() const {
  return "127.0.0.1:" + std::to_string(port_);
}

std::string Server::uri(const std::string& database) const {
  return uri_as(guard(), port_, database, "");
}

std::string Server::uri_through(std::uint16_t port, const std::string& database) const {
  return uri_as(guard(), port, database, "directConnection=true");
}

std::filesystem::path Server::authority() const {
  if (!certificates_) throw std::logic_error("this server does not use TLS");
  return certificates_->authority();
}

void Server::stop() {
  if (!child_) return;
  child_->send_signal(SIGTERM);
  child_->wait(patience);
  child_.reset();
}

void Server::start() {
  if (!child_) launch(guard());
}

Server::Guard Server::guard() const {
  return settings_.access == ServerSettings::Access::password ? Guard::closed : Guard::open;
}

std::string Server::uri_as(Guard guard, std::uint16_t port, const std::string& database,
                           const std::string& more_options) const {
  std::string options = more_options;
  const auto add = [&options](const std::string& option) { options += (options.empty() ? "" : "&") + option; };
  if (guard == Guard::closed) add("authSource=admin");
  if (certificates_) add("tls=true&tlsCAFile=" + certificates_->authority().string());
  const std::string login = guard == Guard::closed ? std::string(user) + ":" + escaped_password + "@" : "";
  return "mongodb://" + login + "127.0.0.1:" + std::to_string(port) + "/" + database +
         (options.empty() ? "" : "?" + options);
}

std::vector<std::string> Server::command(Guard guard) const {
  std::vector<std::string> words{command_of(kind_).string(), "--port", std::to_string(port_)};
  if (kind_ == ServerKind::ferretdb) {
    append(words, {"--dir", data_folder().string()});
    return words;
  }
  append(words, {"--storage-path", data_folder().string(), "--cache-size", "256M", "--enable-test-commands"});
  if (guard == Guard::closed) append(words, {"--auth"});
  if (certificates_) {
    append(words, {"--tls-cert-file", certificates_->server_certificate().string(), "--tls-key-file",
                   certificates_->server_key().string()});
  }
  // Its log is laid out in full at the start: 128 MB, if not told otherwise.
  if (kind_ == ServerKind::secantus_rust) append(words, {"--log-file-max", "32MB"});
  return words;
}

void Server::launch(Guard guard) {
  ChildSettings child;
  child.command = command(guard);
  // A configuration file of whoever runs the tests must not be found.
  child.environment = {{"HOME", folder_.path().string()}, {"PATH", "/usr/bin:/bin"}, {"LANG", "C.UTF-8"}};
  child.working_folder = folder_.path();
  child.lifetime = ChildSettings::Lifetime::of_starting_thread;
  child_ = std::make_unique<ChildProcess>(child);
  child_->await_output(listening, patience);
  child_->await_output("\n", patience);
  port_ = announced_port(child_->standard_output() + child_->standard_error());
}

Server& shared_server(ServerKind kind) {
  static std::map<ServerKind, Server> servers;
  return servers.try_emplace(kind, kind).first->second;
}

std::string fresh_database() {
  static int count = 0;
  return "test_" + std::to_string(++count);
}

}  // namespace mongokeep::test
