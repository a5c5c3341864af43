#include "mongo/secret_search.h"

#include <algorithm>

#include "base/text/ascii_text.h"
#include "mongo/secret_codes.h"

namespace mongokeep::mongo {

namespace {

constexpr std::string_view mask = "***";
constexpr std::size_t least_of_a_cut_code = 4;

bool is_word_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return (byte >= '0' && byte <= '9') || (byte >= 'A' && byte <= 'Z') || (byte >= 'a' && byte <= 'z') || byte == '_' ||
         byte >= 0x80;
}

bool is_base64_character(char c) {
  const auto byte = static_cast<unsigned char>(c);
  return byte < 0x80 && (is_word_character(c) || c == '+' || c == '/' || c == '=' || c == '-');
}

/// How many bytes at the end of the text a secret begins with, at least `least`; 0 where there are fewer.
std::size_t beginning_at_end(std::string_view text, std::string_view secret, std::size_t least) {
  for (std::size_t size = std::min(secret.size() - 1, text.size()); size >= least && size > 0; --size) {
    if (text.ends_with(secret.substr(0, size))) return size;
  }
  return 0;
}

std::size_t ending_at_beginning(std::string_view text, std::string_view secret, std::size_t least) {
  for (std::size_t size = std::min(secret.size() - 1, text.size()); size >= least && size > 0; --size) {
    if (text.starts_with(secret.substr(secret.size() - size))) return size;
  }
  return 0;
}

}  // namespace

bool stands_alone(std::string_view text, std::size_t at, std::size_t length) {
  const bool joined_before = at > 0 && is_word_character(text[at - 1]);
  const bool joined_after = at + length < text.size() && is_word_character(text[at + length]);
  return !joined_before && !joined_after;
}

std::string with_masks(std::string_view text, std::vector<Span> parts) {
  std::sort(parts.begin(), parts.end(), [](const Span& a, const Span& b) { return a.offset < b.offset; });
  std::string kept;
  std::size_t at = 0;
  for (const Span& part : parts) {
    const std::size_t end = part.offset + part.length;
    if (end <= at) continue;
    // One that overlaps the part before has its mask already.
    if (part.offset >= at) kept.append(text.substr(at, part.offset - at)).append(mask);
    at = end;
  }
  return kept.append(text.substr(at));
}

SecretSearch::SecretSearch(std::string_view text, const CutEdges& edges)
    : text_(text), edges_(edges), readings_(readings_of(text)) {
  for (TextReading& reading : readings_) reading.bytes = ascii_lower(reading.bytes);
}

void SecretSearch::look_for(std::string_view secret) {
  const std::string lower = ascii_lower(secret);
  for (const TextReading& reading : readings_) {
    look_in(reading, lower);
    if (secret.size() > longest_word_only) look_at_edges(reading, lower, edges_);
  }
  look_for_codes(secret);
}

void SecretSearch::look_in(const TextReading& reading, std::string_view secret) {
  const std::string_view bytes = reading.bytes;
  for (std::size_t at = bytes.find(secret); at != std::string_view::npos; at = bytes.find(secret, at + 1)) {
    if (secret.size() <= longest_word_only && !stands_alone(bytes, at, secret.size())) continue;
    const std::size_t begin = reading.places[at].begin;
    found_.push_back({begin, reading.places[at + secret.size() - 1].end - begin});
  }
}

void SecretSearch::look_at_edges(const TextReading& reading, std::string_view secret, const CutEdges& edges) {
  const std::string_view bytes = reading.bytes;
  const auto at_end = edges.at_end == 0 ? 0 : beginning_at_end(bytes, secret, edges.at_end);
  if (at_end > 0) {
    const std::size_t begin = reading.places[bytes.size() - at_end].begin;
    found_.push_back({begin, text_.size() - begin});
  }
  const auto at_beginning = edges.at_beginning == 0 ? 0 : ending_at_beginning(bytes, secret, edges.at_beginning);
  if (at_beginning > 0) found_.push_back({0, reading.places[at_beginning - 1].end});
}

void SecretSearch::look_for_codes(std::string_view secret) {
  for (const std::string& code : base64_codes_of(secret)) {
    for (std::size_t at = text_.find(code); at != std::string_view::npos; at = text_.find(code, at + 1)) {
      take_run({at, code.size()});
    }
    if (edges_.at_end == 0) continue;
    const std::size_t cut = beginning_at_end(text_, code, least_of_a_cut_code);
    if (cut > 0) take_run({text_.size() - cut, cut});
  }
  for (const std::string& code : hex_codes_of(secret)) {
    look_in(readings_.front(), code);
    look_at_edges(readings_.front(), code,
                  {edges_.at_beginning == 0 ? 0 : least_of_a_cut_code, edges_.at_end == 0 ? 0 : least_of_a_cut_code});
  }
}

/// What stands beside base64 in the same run is of the same thing, and its outermost characters are the secret's too.
void SecretSearch::take_run(const Span& part) {
  std::size_t begin = part.offset;
  std::size_t end = part.offset + part.length;
  while (begin > 0 && is_base64_character(text_[begin - 1])) --begin;
  while (end < text_.size() && is_base64_character(text_[end])) ++end;
  found_.push_back({begin, end - begin});
}

std::string SecretSearch::masked() const {
  return with_masks(text_, found_);
}

}  // namespace mongokeep::mongo
