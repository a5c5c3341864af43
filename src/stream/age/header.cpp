#include "stream/age/header.h"

#include <fmt/format.h>
#include <openssl/crypto.h>

#include <algorithm>
#include <optional>

#include "mongokeep/error.h"
#include "stream/age/base64.h"
#include "stream/age/crypto.h"

namespace mongokeep::stream::age {

namespace {

constexpr std::string_view version_line = Header::opening.substr(0, Header::opening.size() - 1);
constexpr std::string_view stanza_opening = "->";
constexpr std::string_view mac_opening = "---";
constexpr std::size_t columns = 64;
constexpr std::size_t mac_size = 32;

std::string mac_of(const FileKey& key, std::string_view text) {
  return hmac(hkdf(key.bytes(), {}, "header", 32).bytes(), text);
}

/// A walk over the lines of a header.
class Reader {
 public:
  Reader(std::string_view text, const std::string& subject) : text_(text), subject_(subject) {}

  Header read() {
    if (next_line() != version_line) throw wrong("it is not an age file, or its version is not supported");
    Header header;
    std::string_view line = next_line();
    while (line.starts_with(stanza_opening)) {
      header.stanzas.push_back(read_stanza(line));
      line = next_line();
    }
    if (header.stanzas.empty() || !line.starts_with(mac_opening)) throw wrong("its header is malformed");
    header.authenticated = text_.substr(0, line_begin_ + mac_opening.size());
    header.mac = decoded(after(line, mac_opening));
    if (header.mac.size() != mac_size) throw wrong("the MAC in its header is malformed");
    header.size = at_;
    return header;
  }

 private:
  /// Without its line feed.
  std::string_view next_line() {
    const std::size_t end = text_.find('\n', at_);
    if (end == std::string_view::npos) throw wrong("its header has no end");
    line_begin_ = at_;
    at_ = end + 1;
    return text_.substr(line_begin_, end - line_begin_);
  }

  Stanza read_stanza(std::string_view line) {
    Stanza stanza;
    std::string_view rest = after(line, stanza_opening);
    for (;;) {
      const std::size_t end = std::min(rest.find(' '), rest.size());
      stanza.arguments.push_back(argument(rest.substr(0, end)));
      if (end == rest.size()) break;
      rest.remove_prefix(end + 1);
    }
    for (;;) {
      const std::string_view body = next_line();
      if (body.size() > columns) throw wrong("a line of its header is too long");
      stanza.body += decoded(body);
      if (body.size() < columns) return stanza;
    }
  }

  /// What follows the opening and one space.
  std::string_view after(std::string_view line, std::string_view opening) const {
    if (line.size() <= opening.size() || line[opening.size()] != ' ') throw wrong("its header is malformed");
    return line.substr(opening.size() + 1);
  }

  std::string argument(std::string_view text) const {
    const auto is_visible = [](char c) { return c >= 33 && c <= 126; };
    if (text.empty() || !std::all_of(text.begin(), text.end(), is_visible)) {
      throw wrong("its header is malformed");
    }
    return std::string(text);
  }

  std::string decoded(std::string_view text) const {
    if (auto bytes = bytes_of_base64(text)) return *std::move(bytes);
    throw wrong("its header contains invalid base64");
  }

  Error wrong(const std::string& cause) const { return Error(ErrorKind::damaged, "decrypt", subject_, cause); }

  std::string_view text_;
  const std::string& subject_;
  std::size_t at_ = 0;
  std::size_t line_begin_ = 0;
};

}  // namespace

Header Header::read(const ReadAt& file, const std::string& subject) {
  std::string text(static_cast<std::size_t>(std::min(largest, file.size())), '\0');
  file.read_at(0, text);
  return Reader(text, subject).read();
}

bool Header::is_of(const FileKey& key) const {
  return CRYPTO_memcmp(mac_of(key, authenticated).data(), mac.data(), mac_size) == 0;
}

std::string header_text(const std::vector<Stanza>& stanzas, const FileKey& key) {
  std::string text = fmt::format("{}\n", version_line);
  for (const Stanza& stanza : stanzas) {
    text += stanza_opening;
    for (const std::string& argument : stanza.arguments) text += " " + argument;
    text += '\n';
    std::string body = base64_text(stanza.body);
    for (std::size_t at = 0; at <= body.size(); at += columns) text += body.substr(at, columns) + "\n";
  }
  text += mac_opening;
  return fmt::format("{} {}\n", text, base64_text(mac_of(key, text)));
}

}  // namespace mongokeep::stream::age
