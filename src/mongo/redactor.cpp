#include "mongokeep/redactor.h"

#include <algorithm>
#include <utility>

#include "mongo/connection_string.h"
#include "mongokeep/connection_string.h"

namespace mongokeep {

namespace {

constexpr std::string_view mask = "***";
constexpr std::size_t shortest_to_find_anywhere = 4;

bool is_word_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '_' ||
         byte >= 0x80;
}

bool stands_alone(std::string_view text, std::size_t at, std::size_t length) {
  const bool joined_before = at > 0 && is_word_character(text[at - 1]);
  const bool joined_after = at + length < text.size() && is_word_character(text[at + length]);
  return !joined_before && !joined_after;
}

std::string without(std::string_view text, const std::string& secret) {
  std::string kept;
  for (std::size_t at = 0; at < text.size();) {
    const bool here = text.substr(at).starts_with(secret) &&
                      (secret.size() >= shortest_to_find_anywhere || stands_alone(text, at, secret.size()));
    if (here) {
      kept += mask;
      at += secret.size();
    } else {
      kept += text[at++];
    }
  }
  return kept;
}

std::string without_spans(std::string_view text) {
  std::string kept;
  std::size_t at = 0;
  for (const mongo::Span& span : mongo::secret_spans(text)) {
    kept += text.substr(at, span.offset - at);
    kept += mask;
    at = span.offset + span.length;
  }
  kept += text.substr(at);
  return kept;
}

/// Somebody has given age's secret key where something else was asked for. It is known by its shape.
std::string without_keys(std::string text) {
  constexpr std::string_view opening = "age-secret-key-1";
  const auto is_same_letter = [](char a, char b) { return (a >= 'A' && a <= 'Z' ? a - 'A' + 'a' : a) == b; };
  auto from = text.begin();
  while (true) {
    const auto at = std::search(from, text.end(), opening.begin(), opening.end(), is_same_letter);
    if (at == text.end()) return text;
    const auto begin = at + static_cast<std::ptrdiff_t>(opening.size());
    const auto end = std::find_if_not(begin, text.end(), is_word_character);
    const std::ptrdiff_t offset = begin - text.begin();
    text.replace(begin, end, mask);
    from = text.begin() + offset;
  }
}

}  // namespace

void Redactor::add(std::string_view connection_string) {
  for (std::string& secret : mongo::secrets_of(connection_string)) {
    if (std::find(secrets_.begin(), secrets_.end(), secret) == secrets_.end()) secrets_.push_back(std::move(secret));
  }
  std::sort(secrets_.begin(), secrets_.end(),
            [](const std::string& a, const std::string& b) { return a.size() > b.size(); });
}

std::string Redactor::cleaned(std::string_view text) const {
  std::string kept = without_keys(without_spans(text));
  for (const std::string& secret : secrets_) kept = without(kept, secret);
  return kept;
}

std::string Redactor::cleaned_own_words(std::string_view text) const {
  std::string kept(text);
  for (const std::string& secret : secrets_) {
    if (secret.size() >= shortest_to_find_anywhere) kept = without(kept, secret);
  }
  return kept;
}

void hide_secrets(char* connection_string) {
  for (const mongo::Span& span : mongo::secret_spans_of_uri(connection_string)) {
    std::fill_n(connection_string + span.offset, span.length, '*');
  }
}

}  // namespace mongokeep
