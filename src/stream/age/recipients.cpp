#include "stream/age/recipients.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <utility>

#include "mongokeep/error.h"
#include "stream/age/bech32.h"
#include "stream/age/crypto.h"
#include "stream/age/header.h"
#include "stream/age/key_lines.h"
#include "stream/age/key_wrap.h"

namespace mongokeep::stream::age {

namespace {

Error refused_recipient(const std::string& origin, const std::string& cause, const std::string& hint) {
  return Error(ErrorKind::configuration, "encrypt for", origin, cause, hint);
}

/// `age1NAME1…`, with a checksum that fits: otherwise it is one of ours with a 1 typed for an l.
bool is_for_plugin(std::string_view text) {
  return text.starts_with("age1") && bytes_of_bech32(text.substr(0, text.rfind('1')), text);
}

/// What somebody has given instead of a recipient. It is shown only where it begins as one: anything else may be a
/// secret, a passphrase perhaps.
Error not_a_recipient(std::string_view text, const std::string& origin) {
  const std::string hint =
      "A recipient is the text that `mongokeep keygen` or `age-keygen` prints; it begins with age1";
  if (holds_secret_key(text)) {
    return refused_recipient(origin, "one of them is a secret key", hint + ". Remove the secret key from this machine");
  }
  if (text.starts_with("ssh-")) return refused_recipient(origin, "SSH keys are not supported", hint);
  if (is_for_plugin(text)) return refused_recipient(origin, "recipients of age plugins are not supported", hint);
  if (!text.starts_with("age1")) return refused_recipient(origin, "one of them is not a recipient", hint);
  return refused_recipient(origin, fmt::format("`{}` is not a recipient, or contains a typing error", text), hint);
}

std::string public_key_of(std::string_view text, const std::string& origin) {
  const std::optional<SecretBytes> bytes = bytes_of_bech32("age", text);
  if (!bytes || bytes->size() != x25519_key_size) throw not_a_recipient(text, origin);
  return std::string(bytes->text());
}

}  // namespace

Recipients Recipients::of_keys(const std::vector<std::string_view>& texts, const std::string& origin) {
  Recipients recipients;
  for (const std::string_view text : texts) {
    PublicKey key = public_key_of(text, origin);
    std::vector<PublicKey>& keys = recipients.keys_;
    if (std::find(keys.begin(), keys.end(), key) == keys.end()) keys.push_back(std::move(key));
  }
  if (recipients.keys_.empty())
    throw refused_recipient(origin, "no recipient was given", "Name at least one recipient, age1…");
  return recipients;
}

Recipients Recipients::of_passphrase(SecretBytes passphrase, const std::string& origin) {
  if (passphrase.size() == 0) throw refused_recipient(origin, "the passphrase is empty", "");
  Recipients recipients;
  recipients.passphrase_ = std::move(passphrase);
  return recipients;
}

std::size_t Recipients::count() const {
  return keys_.empty() ? 1 : keys_.size();
}

std::string Recipients::header_for(const FileKey& key) const {
  if (keys_.empty()) return header_text({wrap_for_passphrase(key, passphrase_)}, key);
  std::vector<Stanza> stanzas;
  for (const PublicKey& recipient : keys_) stanzas.push_back(wrap_for_key(key, recipient));
  return header_text(stanzas, key);
}

bool holds_secret_key(std::string_view text) {
  static constexpr std::string_view sign = "secret-key";
  const auto is_same_letter = [](char a, char b) { return std::tolower(static_cast<unsigned char>(a)) == b; };
  return std::search(text.begin(), text.end(), sign.begin(), sign.end(), is_same_letter) != text.end();
}

std::vector<std::string_view> recipients_in(std::string_view text) {
  std::vector<std::string_view> recipients;
  for_each_key_line(text, [&](std::string_view line, std::size_t) { recipients.push_back(line); });
  return recipients;
}

}  // namespace mongokeep::stream::age
