#include "hooks/ping_address.h"

#include <curl/curl.h>

#include <algorithm>
#include <memory>
#include <string_view>
#include <utility>

#include "base/text/ascii_text.h"
#include "mongokeep/error.h"

namespace mongokeep::hooks {

namespace {

struct UrlCleanup {
  void operator()(CURLU* url) const { ::curl_url_cleanup(url); }
};
using Url = std::unique_ptr<CURLU, UrlCleanup>;

struct TextFree {
  void operator()(char* text) const { ::curl_free(text); }
};

/// Empty where curl does not take it for an address.
Url parse(const std::string& text) {
  Url url(::curl_url());
  if (!url || ::curl_url_set(url.get(), CURLUPART_URL, text.c_str(), 0) != CURLUE_OK) return {};
  return url;
}

/// Empty where there is none.
std::string part_of(const Url& url, CURLUPart part) {
  char* text = nullptr;
  if (::curl_url_get(url.get(), part, &text, 0) != CURLUE_OK) return {};
  const std::unique_ptr<char, TextFree> owned(text);
  return owned.get();
}

/// curl also takes one slash or three, and then the path's first part, which may be the secret, for the host.
bool has_host(std::string_view text) {
  const std::size_t slashes = text.find("://");
  return slashes != std::string_view::npos && slashes + 3 < text.size() && text[slashes + 3] != '/';
}

Error unfit(const std::string& setting, std::string cause) {
  return Error(ErrorKind::configuration, "use the setting", setting, std::move(cause),
               "Copy the URL from the service: https://host/…");
}

}  // namespace

PingAddress::PingAddress(const std::string& text, const std::string& setting) : text_(text) {
  const std::string lowered = ascii_lower(text);
  if (!lowered.starts_with("http:") && !lowered.starts_with("https:")) {
    throw unfit(setting, "the URL is neither http nor https");
  }
  if (!has_host(text)) throw unfit(setting, "the URL has no host");
  const bool is_cut_short = text.find('\0') != std::string::npos;
  const Url url = is_cut_short ? Url() : parse(text);
  if (!url) throw unfit(setting, "the URL is malformed");
  server_ = part_of(url, CURLUPART_SCHEME) + "://" + part_of(url, CURLUPART_HOST);
}

std::string PingAddress::told_of(Happening happening) const {
  if (happening == Happening::succeeded) return text_;
  const std::size_t end_of_path = std::min(text_.find_first_of("?#"), text_.size());
  std::string told = text_.substr(0, end_of_path);
  if (told.ends_with('/')) told.pop_back();
  told += happening == Happening::started ? "/start" : "/fail";
  return told + text_.substr(end_of_path);
}

}  // namespace mongokeep::hooks
