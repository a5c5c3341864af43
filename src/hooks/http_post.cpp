#include "hooks/http_post.h"

#include <curl/curl.h>
#include <fmt/format.h>

#include <memory>
#include <new>

#include "mongokeep/error.h"
#include "mongokeep/version.h"

namespace mongokeep::hooks {

namespace {

constexpr std::size_t most_of_an_answer = 65536;

[[noreturn]] void fail_in_curl(const char* reason) {
  // The reason is one of curl's fixed texts: its longer messages may hold the address.
  throw Error(ErrorKind::connection, "use", "libcurl", reason);
}

struct EasyCleanup {
  void operator()(CURL* easy) const { ::curl_easy_cleanup(easy); }
};
struct MultiCleanup {
  void operator()(CURLM* multi) const { ::curl_multi_cleanup(multi); }
};
struct ListFree {
  void operator()(curl_slist* list) const { ::curl_slist_free_all(list); }
};
using HeaderList = std::unique_ptr<curl_slist, ListFree>;

/// Never undone: the application may use libcurl as well.
void begin_with_curl() {
  static const CURLcode code = ::curl_global_init(CURL_GLOBAL_DEFAULT);
  if (code != CURLE_OK) fail_in_curl(::curl_easy_strerror(code));
}

/// Takes an answer's body and counts it. curl ends the transfer when it is told of fewer bytes than there were.
std::size_t throw_away(char*, std::size_t, std::size_t count, void* taken) {
  auto& total = *static_cast<std::size_t*>(taken);
  total += count;
  return total <= most_of_an_answer ? count : 0;
}

HeaderList headers() {
  HeaderList list(::curl_slist_append(nullptr, "Content-Type: application/json"));
  if (!list) throw std::bad_alloc();
  return list;
}

/// One request. It is driven by curl's multi interface, which can be woken up.
class Transfer {
 public:
  /// Connects, and asks for nothing.
  Transfer(const std::string& address, const PostLimits& limits) : Transfer(limits) {
    set(CURLOPT_URL, address.c_str());
    set(CURLOPT_CONNECT_ONLY, 1L);
  }
  /// Posts the body.
  Transfer(const std::string& address, const std::string& body, const PostLimits& limits) : Transfer(limits) {
    set(CURLOPT_URL, address.c_str());
    set(CURLOPT_POSTFIELDSIZE_LARGE, static_cast<curl_off_t>(body.size()));
    set(CURLOPT_POSTFIELDS, body.c_str());
    set(CURLOPT_HTTPHEADER, headers_.get());
    set(CURLOPT_FOLLOWLOCATION, 1L);
    set(CURLOPT_MAXREDIRS, 3L);
    set(CURLOPT_POSTREDIR, static_cast<long>(CURL_REDIR_POST_ALL));
    set(CURLOPT_REDIR_PROTOCOLS_STR, "http,https");
    set(CURLOPT_WRITEFUNCTION, &throw_away);
    set(CURLOPT_WRITEDATA, &taken_);
  }
  ~Transfer() { ::curl_multi_remove_handle(multi_.get(), easy_.get()); }
  Transfer(const Transfer&) = delete;
  Transfer& operator=(const Transfer&) = delete;

  /// Nothing after a stop.
  const CURLMsg* run(const std::stop_token& stop) {
    const std::stop_callback wake(stop, [this] { ::curl_multi_wakeup(multi_.get()); });
    for (int running = 1; running > 0;) {
      if (stop.stop_requested()) return nullptr;
      succeed(::curl_multi_perform(multi_.get(), &running));
      if (running > 0) succeed(::curl_multi_poll(multi_.get(), nullptr, 0, 60000, nullptr));
    }
    int left = 0;
    return ::curl_multi_info_read(multi_.get(), &left);
  }

  long status() const {
    long status = 0;
    ::curl_easy_getinfo(easy_.get(), CURLINFO_RESPONSE_CODE, &status);
    return status;
  }

  bool had_enough() const { return taken_ > most_of_an_answer; }

 private:
  explicit Transfer(const PostLimits& limits) {
    if (!easy_ || !multi_) throw std::bad_alloc();
    set(CURLOPT_PROTOCOLS_STR, "http,https");
    set(CURLOPT_USERAGENT, fmt::format("mongokeep/{}", version()).c_str());
    set(CURLOPT_CONNECTTIMEOUT_MS, static_cast<long>(limits.connect.count()));
    set(CURLOPT_TIMEOUT_MS, static_cast<long>(limits.whole.count()));
    // We have several threads: no signals. And no waiting for a name server that does not answer, when we are stopped.
    set(CURLOPT_NOSIGNAL, 1L);
    set(CURLOPT_QUICK_EXIT, 1L);
    succeed(::curl_multi_add_handle(multi_.get(), easy_.get()));
  }

  template <typename Value>
  void set(CURLoption option, Value value) {
    const CURLcode code = ::curl_easy_setopt(easy_.get(), option, value);
    if (code != CURLE_OK) fail_in_curl(::curl_easy_strerror(code));
  }
  static void succeed(CURLMcode code) {
    if (code != CURLM_OK) fail_in_curl(::curl_multi_strerror(code));
  }

  HeaderList headers_ = headers();
  std::size_t taken_ = 0;
  std::unique_ptr<CURLM, MultiCleanup> multi_{::curl_multi_init()};
  std::unique_ptr<CURL, EasyCleanup> easy_{::curl_easy_init()};
};

PostResult answered_with(long status) {
  if (status >= 200 && status < 300) return {PostResult::Kind::accepted, ""};
  const auto kind = status >= 500 ? PostResult::Kind::unavailable : PostResult::Kind::refused;
  return {kind, fmt::format("the server answered with status {}", status)};
}

PostResult failed_with(CURLcode code) {
  const bool is_for_good = code == CURLE_TOO_MANY_REDIRECTS || code == CURLE_UNSUPPORTED_PROTOCOL ||
                           code == CURLE_URL_MALFORMAT || code == CURLE_PEER_FAILED_VERIFICATION;
  return {is_for_good ? PostResult::Kind::refused : PostResult::Kind::unavailable, ::curl_easy_strerror(code)};
}

}  // namespace

PostResult reach_server(const std::string& address, const PostLimits& limits, const std::stop_token& stop) {
  begin_with_curl();
  Transfer transfer(address, limits);
  const CURLMsg* const message = transfer.run(stop);
  if (stop.stop_requested() && message == nullptr) return {PostResult::Kind::stopped, "mongokeep is stopping"};
  if (message == nullptr) fail_in_curl("curl returned no result");
  return message->data.result == CURLE_OK ? PostResult{PostResult::Kind::accepted, ""}
                                          : failed_with(message->data.result);
}

PostResult post_json(const std::string& address, const std::string& body, const PostLimits& limits,
                     const std::stop_token& stop) {
  begin_with_curl();
  Transfer transfer(address, body, limits);
  const CURLMsg* const message = transfer.run(stop);
  if (stop.stop_requested() && message == nullptr) return {PostResult::Kind::stopped, "mongokeep is stopping"};
  if (message == nullptr) fail_in_curl("curl returned no result");
  const CURLcode code = message->data.result;
  return code == CURLE_OK || transfer.had_enough() ? answered_with(transfer.status()) : failed_with(code);
}

}  // namespace mongokeep::hooks
