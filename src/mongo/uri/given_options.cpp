#include "mongo/uri/given_options.h"

#include <algorithm>

#include "base/text/ascii_text.h"
#include "mongo/uri/connection_string.h"

namespace mongokeep::mongo {

const UriOption* GivenOptions::find(std::string_view name) const {
  const std::string wanted = ascii_lower(name);
  for (const UriOption& option : parts_.options) {
    if (ascii_lower(option.name) == wanted) return &option;
  }
  return nullptr;
}

std::string GivenOptions::value(std::string_view name) const {
  const UriOption* option = find(name);
  return option == nullptr ? "" : percent_decoded(option->value);
}

bool GivenOptions::is_on(std::string_view name) const {
  return is_word(name, {"true", "yes", "y", "t", "1", "-1"});
}

bool GivenOptions::is_off(std::string_view name) const {
  return is_word(name, {"false", "no", "n", "f", "0"});
}

bool GivenOptions::is_word(std::string_view name, std::initializer_list<std::string_view> words) const {
  const std::string given = ascii_lower(value(name));
  return std::find(words.begin(), words.end(), given) != words.end();
}

}  // namespace mongokeep::mongo
