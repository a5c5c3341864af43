#include "support/store_proxy.h"

#include <openssl/evp.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <chrono>
#include <functional>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string_view>
#include <utility>

#include "support/http_stream.h"
#include "support/loopback.h"

namespace mongokeep::test {
namespace {

constexpr auto patience = std::chrono::minutes(1);
constexpr int most_connections = 100;
using Kind = StoreFault::Kind;

/// What S3 calls the error, which is what rclone shows.
std::string_view code_of(int status) {
  switch (status) {
    case 403: return "AccessDenied";
    case 404: return "NoSuchKey";
    case 412: return "PreconditionFailed";
    case 503: return "SlowDown";
    case 507: return "InsufficientStorage";
    default: return "InternalError";
  }
}

std::string error_answer(int status, const std::string& method) {
  const std::string body = method == "HEAD" ? ""
                                            : "<?xml version=\"1.0\"?><Error><Code>" + std::string(code_of(status)) +
                                                  "</Code><Message>as told</Message></Error>";
  return "HTTP/1.1 " + std::to_string(status) +
         " As told\r\nContent-Type: application/xml\r\nContent-Length: " + std::to_string(body.size()) + "\r\n\r\n" +
         body;
}

int status_of(const HttpHead& answer) {
  std::string version;
  int status = 0;
  std::istringstream(answer.first_line) >> version >> status;
  return status;
}

/// A checksum that grows with what it is given, as S3 tells it of an object.
class EntityTag {
 public:
  EntityTag() : context_(EVP_MD_CTX_new(), EVP_MD_CTX_free) {
    if (!context_ || EVP_DigestInit_ex(context_.get(), EVP_md5(), nullptr) != 1) {
      throw std::runtime_error("no MD5 here");
    }
  }
  void add(std::string_view bytes) { EVP_DigestUpdate(context_.get(), bytes.data(), bytes.size()); }
  std::string text() {
    std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    EVP_DigestFinal_ex(context_.get(), digest.data(), &size);
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "\"";
    for (unsigned i = 0; i < size; ++i) {
      text += digits[digest[i] >> 4U];
      text += digits[digest[i] & 15U];
    }
    return text + '"';
  }

 private:
  std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)> context_;
};

}  // namespace

/// One client, and the connection to the store that is opened for it.
class StoreProxy::Connection {
 public:
  Connection(StoreProxy& proxy, UniqueFd client)
      : proxy_(proxy),
        client_(std::move(client), proxy.end_.get()),
        server_(connect_to_loopback(proxy.server_port_), proxy.end_.get()) {}

  void serve() {
    while (const std::optional<HttpHead> request = client_.read_head()) {
      StoreExchange exchange;
      std::istringstream(request->first_line) >> exchange.method >> exchange.target;
      exchange.range = request->header("range").value_or("");
      number_ = proxy_.record(exchange);
      if (!answer(*request, exchange)) return;
    }
  }

 private:
  using Take = std::function<bool(std::string_view)>;

  /// Whether the connection can be used for another request.
  bool answer(const HttpHead& request, StoreExchange& exchange) {
    const std::optional<StoreFault> fault = proxy_.fault_for(exchange);
    if (request.header("transfer-encoding")) return false;
    if (fault && fault->kind == Kind::answer) return refuse(request, exchange, fault->status);
    if (fault && fault->kind == Kind::drop) return take_and_drop(request, exchange);
    if (!server_.write(request.text)) return false;
    const bool is_cut = fault && fault->kind == Kind::cut_request;
    const std::uint64_t size = request.content_length();
    const bool has_sent = pass(client_, is_cut ? std::min(size, fault->bytes) : size, exchange.sent,
                               [this](std::string_view bytes) { return server_.write(bytes); });
    proxy_.update(number_, exchange);
    if (is_cut) client_.reset();
    return has_sent && !is_cut && hand_answer_on(fault, exchange);
  }

  bool hand_answer_on(const std::optional<StoreFault>& fault, StoreExchange& exchange) {
    std::optional<HttpHead> head = server_.read_head();
    while (head && status_of(*head) < 200) {
      if (!client_.write(head->text)) return false;
      head = server_.read_head();
    }
    if (!head || head->header("transfer-encoding")) return false;
    const Kind kind = fault ? fault->kind : Kind::answer;
    if (fault && kind == Kind::lose_answer) {
      client_.reset();
      return false;
    }
    if (fault && kind == Kind::stall && !proxy_.hold_back()) return false;
    exchange.status = status_of(*head);
    proxy_.update(number_, exchange);
    if (!client_.write(head->text)) return false;
    const bool has_body = exchange.method != "HEAD" && exchange.status != 204 && exchange.status != 304;
    const std::uint64_t size = has_body ? head->content_length() : 0;
    const bool is_cut = fault && kind == Kind::cut_answer;
    std::uint64_t position = 0;
    const bool has_sent =
        pass(server_, is_cut ? std::min(size, fault->bytes) : size, exchange.received, [&](std::string_view bytes) {
          proxy_.update(number_, exchange);
          std::string changed(bytes);
          if (fault && kind == Kind::flip && fault->bytes - position < changed.size()) {
            changed[fault->bytes - position] = static_cast<char>(changed[fault->bytes - position] ^ 1);
          }
          position += bytes.size();
          return client_.write(changed);
        });
    // Without a reset, which could take from the client what it has not read yet.
    return has_sent && !is_cut && head->header("connection") != "close";
  }

  bool refuse(const HttpHead& request, StoreExchange& exchange, int status) {
    std::uint64_t taken = 0;
    if (!pass(client_, request.content_length(), taken, [](std::string_view) { return true; })) return false;
    exchange.status = status;
    proxy_.update(number_, exchange);
    return client_.write(error_answer(status, exchange.method));
  }

  bool take_and_drop(const HttpHead& request, StoreExchange& exchange) {
    EntityTag tag;
    std::uint64_t taken = 0;
    const Take take = [&](std::string_view bytes) {
      tag.add(bytes);
      return true;
    };
    if (!pass(client_, request.content_length(), taken, take)) return false;
    exchange.status = 200;
    proxy_.update(number_, exchange);
    return client_.write("HTTP/1.1 200 OK\r\nETag: " + tag.text() + "\r\nContent-Length: 0\r\n\r\n");
  }

  /// `count` is raised by what is taken, before it is.
  static bool pass(HttpStream& from, std::uint64_t size, std::uint64_t& count, const Take& take) {
    for (const std::uint64_t end = count + size; count < end;) {
      const std::string bytes = from.read_some(end - count);
      count += bytes.size();
      if (bytes.empty() || !take(bytes)) return false;
    }
    return true;
  }

  StoreProxy& proxy_;
  HttpStream client_;
  HttpStream server_;
  std::size_t number_ = 0;  ///< of the exchange
};

StoreProxy::StoreProxy(std::uint16_t server_port)
    : server_port_(server_port), end_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)), listener_(listen_on_loopback(0)) {
  port_ = port_of(listener_);
  thread_ = std::thread([this] { run(); });
}

StoreProxy::~StoreProxy() {
  {
    const std::lock_guard lock(mutex_);
    is_ending_ = true;
  }
  changed_.notify_all();
  ::eventfd_write(end_.get(), 1);
  thread_.join();
}

void StoreProxy::add(const StoreFault& fault) {
  const std::lock_guard lock(mutex_);
  rules_.push_back({fault});
}

void StoreProxy::clear() {
  const std::lock_guard lock(mutex_);
  rules_.clear();
}

void StoreProxy::release() {
  {
    const std::lock_guard lock(mutex_);
    ++releases_;
  }
  changed_.notify_all();
}

void StoreProxy::await_stall() {
  std::unique_lock lock(mutex_);
  if (changed_.wait_for(lock, patience, [&] { return held_back_ > 0; })) return;
  throw std::runtime_error("the proxy holds nothing back");
}

std::vector<StoreExchange> StoreProxy::exchanges() const {
  const std::lock_guard lock(mutex_);
  return exchanges_;
}

void StoreProxy::run() {
  std::array<pollfd, 2> watched{pollfd{listener_.get(), POLLIN, 0}, pollfd{end_.get(), POLLIN, 0}};
  for (;;) {
    if (::poll(watched.data(), watched.size(), -1) < 0 && errno != EINTR) break;
    if (watched[1].revents != 0) break;
    UniqueFd client(::accept4(listener_.get(), nullptr, nullptr, SOCK_CLOEXEC));
    if (client && open_connections_ < most_connections) begin_to_serve(std::move(client));
  }
  for (std::thread& connection : connections_) connection.join();
}

void StoreProxy::begin_to_serve(UniqueFd client) {
  ++open_connections_;
  connections_.emplace_back([this, taken = std::make_shared<UniqueFd>(std::move(client))] {
    Connection(*this, std::move(*taken)).serve();
    --open_connections_;
  });
}

std::optional<StoreFault> StoreProxy::fault_for(const StoreExchange& exchange) {
  const std::lock_guard lock(mutex_);
  for (auto& [fault, matches] : rules_) {
    if (!fault.method.empty() && fault.method != exchange.method) continue;
    if (exchange.target.find(fault.path_part) == std::string::npos) continue;
    ++matches;
    if (matches > fault.after && matches - fault.after <= fault.times) return fault;
  }
  return std::nullopt;
}

std::size_t StoreProxy::record(const StoreExchange& exchange) {
  const std::lock_guard lock(mutex_);
  exchanges_.push_back(exchange);
  return exchanges_.size() - 1;
}

void StoreProxy::update(std::size_t number, const StoreExchange& exchange) {
  const std::lock_guard lock(mutex_);
  exchanges_[number] = exchange;
}

bool StoreProxy::hold_back() {
  std::unique_lock lock(mutex_);
  ++held_back_;
  changed_.notify_all();
  const std::uint64_t before = releases_;
  changed_.wait(lock, [&] { return is_ending_ || releases_ != before; });
  --held_back_;
  return !is_ending_;
}

}  // namespace mongokeep::test
