#include "cli/process_secrecy.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>

#include "mongokeep/connection_string.h"

namespace mongokeep::cli {

namespace {

/// Flags that a connection string follows, behind `=` or in the next word.
constexpr std::array<std::string_view, 2> uri_flags = {"--uri", "--against"};

bool is_uri_flag(std::string_view word) {
  return std::find(uri_flags.begin(), uri_flags.end(), word) != uri_flags.end();
}

void hide_in_word(char* text) {
  const std::string_view word(text);
  const std::size_t equals = word.find('=');
  if (equals != std::string_view::npos && is_uri_flag(word.substr(0, equals)))
    return mongokeep::hide_secrets(text + equals + 1);
  // A word that only might be one is treated as one: nobody reads the words here any more.
  if (word.find("://") != std::string_view::npos) mongokeep::hide_secrets(text);
}

}  // namespace

void hide_secrets(int argument_count, char** arguments, char** environment) {
  bool uri_follows = false;
  for (int i = 1; i < argument_count; ++i) {
    if (uri_follows) {
      mongokeep::hide_secrets(arguments[i]);
    } else {
      hide_in_word(arguments[i]);
    }
    uri_follows = is_uri_flag(arguments[i]);
  }
  for (char** entry = environment; *entry != nullptr; ++entry) {
    for (const std::string_view opening : uri_entries) {
      if (std::string_view(*entry).starts_with(opening)) mongokeep::hide_secrets(*entry + opening.size());
    }
  }
}

void forbid_core_files() {
  // Neither can fail for lack of rights: both only take something away.
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

}  // namespace mongokeep::cli
