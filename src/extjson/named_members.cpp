#include "extjson/named_members.h"

#include "extjson/string_unescape.h"

namespace mongokeep::extjson {

KeyName::KeyName(const TextTokens& tokens, Token key) : name_(tokens.inside(key)) {
  // None of our keys is as long as this, even with each character escaped.
  if (name_.size() > longest_inside || !has_escape(name_)) return;
  const char* const end = unescape(unescaped_.data(), name_);
  name_ = {unescaped_.data(), static_cast<std::size_t>(end - unescaped_.data())};
}

NamedMembers::NamedMembers(const TextTokens& tokens, Token key, std::string_view first_name,
                           std::string_view second_name) {
  while (true) {
    tokens.expect(key, '"', "a key is expected here");
    const KeyName name(tokens, key);
    if (name.view() != first_name && name.view() != second_name) tokens.fail(key, "this type has no such member");
    Token& value = values_[name.view() == first_name ? 0 : 1];
    if (value != nullptr) tokens.fail(key, "this member is given twice");
    tokens.expect(key + 1, ':', "a colon is expected here");
    value = key + 2;
    close_ = tokens.skip(value);
    if (tokens.kind(close_) != ',') break;
    key = close_ + 1;
  }
  tokens.expect(close_, '}', "a comma or a closing brace is expected here");
}

}  // namespace mongokeep::extjson
