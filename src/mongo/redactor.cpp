#include "mongokeep/redactor.h"

#include <algorithm>
#include <utility>

#include "mongo/secret_search.h"
#include "mongo/uri/connection_string.h"
#include "mongokeep/connection_string.h"

namespace mongokeep {

namespace {

constexpr std::string_view ellipsis = "…";
/// Fewer characters at the end of a sentence say nothing, and would often be masked for nothing.
constexpr std::size_t least_of_a_cut_secret = 4;
/// Ids and tokens; "ping" and "services" are no secrets.
constexpr std::size_t shortest_token = 9;

bool is_same_letter(char a, char b) {
  return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b;
}

bool is_key_character(char c) {
  return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || c == '_';
}

/// Somebody has given age's secret key where something else was asked for. It is known by its shape.
std::string without_keys(std::string text) {
  constexpr std::string_view opening = "age-secret-key-1";
  auto from = text.begin();
  while (true) {
    const auto at = std::search(from, text.end(), opening.begin(), opening.end(), is_same_letter);
    if (at == text.end()) return text;
    const auto begin = at + static_cast<std::ptrdiff_t>(opening.size());
    const auto end = std::find_if_not(begin, text.end(), is_key_character);
    const std::ptrdiff_t offset = begin - text.begin();
    text.replace(begin, end, "***");
    from = text.begin() + offset;
  }
}

std::string without_shapes(std::string_view text) {
  return without_keys(mongo::with_masks(text, mongo::secret_spans(text)));
}

/// Cleans what stands between the ellipses that say where a text was cut.
std::string without(const std::vector<std::string>& secrets, std::string_view text, const mongo::CutEdges& edges) {
  if (secrets.empty()) return std::string(text);
  const bool begins_cut = text.starts_with(ellipsis);
  if (begins_cut) text.remove_prefix(ellipsis.size());
  const bool ends_cut = text.ends_with(ellipsis);
  if (ends_cut) text.remove_suffix(ellipsis.size());
  mongo::SecretSearch search(text, {begins_cut ? 1 : edges.at_beginning, ends_cut ? 1 : edges.at_end});
  for (const std::string& secret : secrets) search.look_for(secret);
  return std::string(begins_cut ? ellipsis : "") + search.masked() + std::string(ends_cut ? ellipsis : "");
}

}  // namespace

void Redactor::add(std::string_view connection_string) {
  for (const std::string& secret : mongo::secrets_of(connection_string)) learn(secret);
}

void Redactor::add_secret(std::string_view secret) {
  learn(secret);
}

void Redactor::add_address(std::string_view url) {
  add(url);
  const std::size_t scheme = url.find("://");
  if (scheme == std::string_view::npos) return;
  const std::size_t path = url.find_first_of("/?#", scheme + 3);
  if (path == std::string_view::npos) return;
  std::string_view rest = url.substr(path + 1);
  learn(rest);
  while (!rest.empty()) {
    const std::size_t end = std::min(rest.find_first_of("/?#&="), rest.size());
    if (end >= shortest_token) learn(rest.substr(0, end));
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
}

void Redactor::learn(std::string_view secret) {
  if (secret.empty() || std::find(secrets_.begin(), secrets_.end(), secret) != secrets_.end()) return;
  secrets_.emplace_back(secret);
  std::stable_sort(secrets_.begin(), secrets_.end(),
                   [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
}

std::string Redactor::cleaned(std::string_view text) const {
  if (text.empty()) return {};
  return without(secrets_, without_shapes(text), {});
}

std::string Redactor::cleaned_foreign(std::string_view text) const {
  if (text.empty()) return {};
  return without(secrets_, without_shapes(text), {least_of_a_cut_secret, least_of_a_cut_secret});
}

std::string Redactor::cleaned_own_words(std::string_view text) const {
  std::vector<mongo::Span> found;
  for (const std::string& secret : secrets_) {
    if (secret.size() <= mongo::longest_word_only) continue;
    for (std::size_t at = text.find(secret); at != std::string_view::npos; at = text.find(secret, at + secret.size())) {
      found.push_back({at, secret.size()});
    }
  }
  return mongo::with_masks(text, std::move(found));
}

void hide_secrets(char* connection_string) {
  for (const mongo::Span& span : mongo::secret_spans_of_uri(connection_string)) {
    std::fill_n(connection_string + span.offset, span.length, '*');
  }
}

}  // namespace mongokeep
