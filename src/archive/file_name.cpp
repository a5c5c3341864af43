#include "archive/file_name.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <map>

#include "base/text/ascii_text.h"
#include "base/text/utf8.h"
#include "stream/checksum.h"

namespace mongokeep::archive {

namespace {

constexpr std::string_view text_suffix = ".json";
constexpr std::string_view compressed_suffix = ".zst";
constexpr std::string_view encrypted_suffix = ".age";
constexpr std::array<std::string_view, 3> own_suffixes = {text_suffix, compressed_suffix, encrypted_suffix};
constexpr std::string_view manifest_stem = "manifest";
/// NAME_MAX is 255 bytes nearly everywhere; room is left for the suffixes and for the hidden name.
constexpr std::size_t longest_name = 220;
constexpr std::size_t hash_digits = 32;

std::string escaped(char byte) {
  return fmt::format("%{:02X}", static_cast<unsigned char>(byte));
}

bool is_always_unsafe(char byte) {
  const auto code = static_cast<unsigned char>(byte);
  return code < 0x20 || code == 0x7f || std::string_view("/\\:*?\"<>|%").find(byte) != std::string_view::npos;
}

bool is_device_name(std::string_view folded) {
  const std::string_view stem = folded.substr(0, folded.find('.'));
  static constexpr std::array<std::string_view, 4> fixed = {"con", "prn", "aux", "nul"};
  if (std::find(fixed.begin(), fixed.end(), stem) != fixed.end()) return true;
  return stem.size() == 4 && (stem.starts_with("com") || stem.starts_with("lpt")) && stem[3] >= '0' && stem[3] <= '9';
}

/// Whether the name ends as one that was cut does.
bool looks_cut(std::string_view name) {
  if (name.size() <= hash_digits || name[name.size() - hash_digits - 1] != '~') return false;
  return name.substr(name.size() - hash_digits).find_first_not_of("0123456789abcdef") == std::string_view::npos;
}

/// Which bytes of the name are to be written as %XX.
std::vector<bool> unsafe_bytes(std::string_view name, bool clashes_by_case) {
  std::vector<bool> unsafe(name.size());
  std::size_t at = 0;
  while (at < name.size()) {
    const std::size_t length = utf8_sequence_length(name.substr(at));
    if (length == 0) unsafe[at] = true;
    at += std::max<std::size_t>(length, 1);
  }
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool is_upper = name[i] >= 'A' && name[i] <= 'Z';
    if (is_always_unsafe(name[i]) || (clashes_by_case && is_upper)) unsafe[i] = true;
  }
  if (name.empty()) return unsafe;
  const auto is_edge = [](char c) { return c == '.' || c == ' '; };
  if (is_edge(name.front())) unsafe.front() = true;
  if (is_edge(name.back())) unsafe.back() = true;
  const std::string folded = ascii_lower(name);
  if (is_device_name(folded) || folded == manifest_stem) unsafe.front() = true;
  for (const std::string_view suffix : own_suffixes) {
    if (folded.ends_with(suffix)) unsafe[name.size() - suffix.size()] = true;
  }
  if (looks_cut(name)) unsafe[name.size() - hash_digits - 1] = true;
  return unsafe;
}

std::string encode(std::string_view name, bool clashes_by_case) {
  const std::vector<bool> unsafe = unsafe_bytes(name, clashes_by_case);
  std::string encoded;
  // Where the encoded text may be cut: never within a character or an escape.
  std::size_t last_cut = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    const bool is_continuation = !unsafe[i] && (static_cast<unsigned char>(name[i]) & 0xC0U) == 0x80U;
    if (!is_continuation && encoded.size() <= longest_name - hash_digits - 1) last_cut = encoded.size();
    encoded += unsafe[i] ? escaped(name[i]) : std::string(1, name[i]);
  }
  if (encoded.size() <= longest_name) return encoded;
  return encoded.substr(0, last_cut) + "~" + stream::checksum_text(name);
}

}  // namespace

std::vector<std::string> encode_names(const std::vector<std::string>& names) {
  std::map<std::string, int> times_folded;
  for (const std::string& name : names) ++times_folded[ascii_lower(name)];
  std::vector<std::string> encoded;
  encoded.reserve(names.size());
  for (const std::string& name : names) encoded.push_back(encode(name, times_folded[ascii_lower(name)] > 1));
  return encoded;
}

std::string collection_file(std::string_view encoded, FileForm form) {
  return fmt::format("{}{}{}{}", encoded, text_suffix, form.is_compressed ? compressed_suffix : "",
                     form.is_encrypted ? encrypted_suffix : "");
}

FilePlace place_of(std::string_view file) {
  const std::size_t slash = file.find('/');
  if (slash == std::string_view::npos) return {"", std::string(file)};
  return {std::string(file.substr(0, slash)), std::string(file.substr(slash + 1))};
}

FileForm form_of(std::string_view file) {
  FileForm form;
  form.is_encrypted = file.ends_with(encrypted_suffix);
  if (form.is_encrypted) file.remove_suffix(encrypted_suffix.size());
  form.is_compressed = file.ends_with(compressed_suffix);
  return form;
}

std::string_view unpacked_name(std::string_view file) {
  const FileForm form = form_of(file);
  if (form.is_encrypted) file.remove_suffix(encrypted_suffix.size());
  if (form.is_compressed) file.remove_suffix(compressed_suffix.size());
  return file;
}

std::string unfinished_file(std::string_view file) {
  return "." + std::string(file) + ".part";
}

}  // namespace mongokeep::archive
