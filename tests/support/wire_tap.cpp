#include "support/wire_tap.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <utility>

#include "support/loopback.h"

namespace mongokeep::test {

WireTap::WireTap(std::uint16_t server_port, Judge judge, Edit edit, Forge forge)
    : server_port_(server_port),
      judge_(std::move(judge)),
      edit_(std::move(edit)),
      forge_(std::move(forge)),
      listener_(listen_on_loopback(0)),
      waker_(::eventfd(0, EFD_CLOEXEC)),
      port_(port_of(listener_)) {
  thread_ = std::thread([this] { run(); });
}

WireTap::~WireTap() {
  ::eventfd_write(waker_.get(), 1);
  thread_.join();
  {
    const std::lock_guard lock(mutex_);
    for (const int socket : sockets_) ::shutdown(socket, SHUT_RDWR);
  }
  for (std::thread& one : serving_) one.join();
}

std::vector<std::string> WireTap::commands() const {
  const std::lock_guard lock(mutex_);
  return commands_;
}

void WireTap::run() {
  std::array<pollfd, 2> watched{pollfd{listener_.get(), POLLIN, 0}, pollfd{waker_.get(), POLLIN, 0}};
  while (::poll(watched.data(), watched.size(), -1) > 0 && watched[1].revents == 0) {
    UniqueFd client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (!client) continue;
    serving_.emplace_back([this, own = std::move(client)] { serve(own); });
  }
}

void WireTap::serve(const UniqueFd& client) {
  const UniqueFd server = connect_to_loopback(server_port_);
  if (!server) return;
  {
    const std::lock_guard lock(mutex_);
    sockets_.push_back(client.get());
    sockets_.push_back(server.get());
  }
  while (const auto request = receive_message(client.get())) {
    if (!pass_on(*request, client.get(), server.get())) break;
  }
  const std::lock_guard lock(mutex_);
  std::erase(sockets_, client.get());
  std::erase(sockets_, server.get());
}

bool WireTap::pass_on(const WireMessage& request, int client, int server) {
  const auto command = request.document();
  const std::string text = command ? relaxed_json(*command) : std::string();
  Verdict verdict;
  if (command) {
    const std::lock_guard lock(mutex_);
    commands_.push_back(text);
    if (judge_) verdict = judge_(text);
  }
  if (verdict.course == Course::cut) return false;
  if (verdict.course == Course::answer) return send_message(client, request.answer(bson_from_json(verdict.text)));
  if (!send_message(server, request)) return false;
  if (request.wants_no_answer()) return true;
  std::optional<WireMessage> answer = receive_message(server);
  if (!answer) return false;
  const auto given = answer->document();
  if (edit_ && command && given) {
    const std::lock_guard lock(mutex_);
    if (const auto changed = edit_(text, relaxed_json(*given)))
      answer = answer->with_document(bson_from_json(*changed));
  }
  if (forge_) {
    const std::lock_guard lock(mutex_);
    if (const auto forged = forge_(text, *answer)) return send_bytes(client, *forged);
  }
  return send_message(client, *answer);
}

}  // namespace mongokeep::test
