#include "support/loopback_server.h"

#include <csignal>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include "support/loopback.h"

namespace mongokeep::test {
namespace {

constexpr auto patience = std::chrono::seconds(60);
/// Another test may take the port between our look and the start.
constexpr int attempts = 5;

std::vector<pid_t> children_of(pid_t parent) {
  std::vector<pid_t> children;
  const std::string id = std::to_string(parent);
  std::ifstream file("/proc/" + id + "/task/" + id + "/children");
  for (pid_t child = 0; file >> child;) children.push_back(child);
  return children;
}

std::vector<pid_t> descendants_of(pid_t ancestor) {
  std::vector<pid_t> found = children_of(ancestor);
  for (std::size_t i = 0; i < found.size(); ++i) {
    for (const pid_t child : children_of(found[i])) found.push_back(child);
  }
  return found;
}

}  // namespace

LoopbackServer::LoopbackServer(Settings settings, std::string listening)
    : settings_(std::move(settings)), listening_(std::move(listening)) {
  for (int attempt = 1;; ++attempt) {
    port_ = unused_port();
    try {
      launch();
      return;
    } catch (const std::runtime_error&) {
      if (attempt == attempts) throw;
    }
  }
}

LoopbackServer::~LoopbackServer() {
  end(SIGKILL);
}

void LoopbackServer::start() {
  if (!child_) launch();
}

void LoopbackServer::stop() {
  end(SIGTERM);
}

void LoopbackServer::kill() {
  end(SIGKILL);
}

void LoopbackServer::launch() {
  auto child = std::make_unique<ChildProcess>(settings_(port_));
  child->await_output(listening_, patience);
  child_ = std::move(child);
}

void LoopbackServer::end(int signal) {
  if (!child_) return;
  // Stopped, so that it starts no other while its own are gathered: sshd's sessions outlive it.
  child_->send_signal(SIGSTOP);
  const std::vector<pid_t> sessions = descendants_of(child_->pid());
  for (const pid_t session : sessions) ::kill(session, SIGKILL);
  child_->send_signal(signal);
  child_->send_signal(SIGCONT);
  child_->wait(patience);
  child_.reset();
}

}  // namespace mongokeep::test
