#include "support/http_receiver.h"

#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <sstream>
#include <stdexcept>
#include <utility>

#include "support/http_head.h"
#include "support/loopback.h"

namespace mongokeep::test {
namespace {

constexpr auto patience = std::chrono::minutes(1);

std::string text_of(const HttpAnswer& answer) {
  std::ostringstream text;
  text << "HTTP/1.1 " << answer.status << " As told\r\nConnection: close\r\nContent-Length: " << answer.body.size()
       << "\r\n";
  for (const auto& [name, value] : answer.headers) text << name << ": " << value << "\r\n";
  text << "\r\n" << answer.body;
  return text.str();
}

/// As much as the client takes.
void send(int client, std::string_view text) {
  while (!text.empty()) {
    const ssize_t sent = ::send(client, text.data(), text.size(), MSG_NOSIGNAL);
    if (sent < 0 && errno == EINTR) continue;
    if (sent <= 0) return;
    text.remove_prefix(static_cast<std::size_t>(sent));
  }
}

}  // namespace

HttpReceiver::HttpReceiver(std::initializer_list<HttpAnswer> answers)
    : answers_(answers), end_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), listener_(listen_on_loopback(0)) {
  port_ = port_of(listener_);
  thread_ = std::thread([this] { run(); });
}

HttpReceiver::~HttpReceiver() {
  ::eventfd_write(end_.get(), 1);
  thread_.join();
}

std::string HttpReceiver::address(const std::string& path) const {
  return "http://127.0.0.1:" + std::to_string(port_) + path;
}

std::vector<HttpRequest> HttpReceiver::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

void HttpReceiver::await_requests(std::size_t count) {
  std::unique_lock lock(mutex_);
  if (changed_.wait_for(lock, patience, [&] { return requests_.size() >= count; })) return;
  throw std::runtime_error("only " + std::to_string(requests_.size()) + " requests have come");
}

void HttpReceiver::run() {
  while (wait_for(listener_.get())) {
    UniqueFd client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (client) serve(std::move(client));
  }
}

void HttpReceiver::serve(UniqueFd client) {
  std::string text;
  for (;;) {
    const std::size_t before = text.size();
    text = read_until(client.get(), std::move(text), before + 1);
    if (text.find(end_of_http_head) != std::string::npos) break;
    if (text.size() == before) return;
  }
  const std::size_t size_of_head = text.find(end_of_http_head) + end_of_http_head.size();
  const HttpHead head = parse_http_head(text.substr(0, size_of_head));
  const std::size_t whole = size_of_head + head.content_length();
  text = read_until(client.get(), std::move(text), whole);
  if (text.size() < whole) return;
  HttpRequest request;
  std::istringstream(head.first_line) >> request.method >> request.target;
  request.headers = head.headers;
  request.body = text.substr(size_of_head);

  std::size_t number = 0;
  {
    const std::lock_guard lock(mutex_);
    number = requests_.size();
    requests_.push_back(std::move(request));
  }
  changed_.notify_all();
  const HttpAnswer answer = number < answers_.size() ? answers_[number] : HttpAnswer{};
  if (answer.manner == HttpAnswer::Manner::answer) send(client.get(), text_of(answer));
  if (answer.manner == HttpAnswer::Manner::hang) hanging_.push_back(std::move(client));
}

/// At least `size` bytes, unless the client or the receiver ends before.
std::string HttpReceiver::read_until(int client, std::string text, std::size_t size) {
  std::array<char, 65536> room;
  while (text.size() < size && wait_for(client)) {
    const ssize_t got = ::recv(client, room.data(), room.size(), 0);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    text.append(room.data(), static_cast<std::size_t>(got));
  }
  return text;
}

/// Whether there is something to read; false when the receiver is to end.
bool HttpReceiver::wait_for(int descriptor) {
  std::array<pollfd, 2> watched{pollfd{descriptor, POLLIN, 0}, pollfd{end_.get(), POLLIN, 0}};
  while (::poll(watched.data(), watched.size(), -1) < 0 && errno == EINTR) {
  }
  return watched[1].revents == 0;
}

}  // namespace mongokeep::test
