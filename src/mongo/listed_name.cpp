#include "mongo/listed_name.h"

#include "base/text/cut_text.h"
#include "base/text/utf8.h"

namespace mongokeep::mongo {

namespace {

constexpr std::size_t longest_shown = 200;

ListedName faulty(const char* noun, std::size_t number, const std::string& shown, const std::string& fault) {
  std::string text = "(" + std::string(noun) + " " + std::to_string(number) + " of the server's list";
  if (!shown.empty()) text += ", " + shown;
  return {text + ")", "the server lists it " + fault};
}

ListedName name_in(bson_iter_t& members, const char* noun, std::size_t number) {
  if (!bson_iter_find(&members, "name")) return faulty(noun, number, "", "without a name");
  if (!BSON_ITER_HOLDS_UTF8(&members)) return faulty(noun, number, "", "with a name that is not a string");
  std::uint32_t length = 0;
  const char* const data = bson_iter_utf8(&members, &length);
  const std::string_view name(data, length);
  if (name.empty()) return faulty(noun, number, "", "with an empty name");
  if (name.find('\0') != std::string_view::npos) {
    return faulty(noun, number, ListedName::shown(name), "with a name that contains a NUL");
  }
  if (!is_utf8(name)) return faulty(noun, number, ListedName::shown(name), "with a name that is not valid UTF-8");
  return {std::string(name), {}};
}

}  // namespace

std::string ListedName::shown(std::string_view name) {
  std::string text;
  const auto* at = reinterpret_cast<const std::uint8_t*>(name.data());
  const auto* const end = at + name.size();
  while (at != end) {
    const Utf8Sequence sequence = utf8_sequence(at, end);
    const bool is_shown = sequence.valid && *at >= 0x20 && *at != 0x7F;
    text += is_shown ? std::string(reinterpret_cast<const char*>(at), sequence.size) : "\xEF\xBF\xBD";
    at += sequence.size;
  }
  return cut_text(std::move(text), longest_shown);
}

ListedName listed_name(const bson_t& entry, const char* noun, std::size_t number) {
  bson_iter_t members;
  if (!bson_iter_init(&members, &entry)) return faulty(noun, number, "", "without a name");
  return name_in(members, noun, number);
}

ListedName listed_name(const bson_iter_t& element, const char* noun, std::size_t number) {
  bson_iter_t members;
  if (!BSON_ITER_HOLDS_DOCUMENT(&element) || !bson_iter_recurse(&element, &members)) {
    return faulty(noun, number, "", "as something that is not a document");
  }
  return name_in(members, noun, number);
}

}  // namespace mongokeep::mongo
