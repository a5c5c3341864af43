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

void overwrite(char* text) {
  std::fill_n(text, std::string_view(text).size(), '*');
}

/// mongodump's and mongorestore's flags for a password, which are refused; until then it stands there.
bool is_password_flag(std::string_view word) {
  return word == "--password" || word == "-p";
}

void hide_in_word(char* text) {
  const std::string_view word(text);
  constexpr std::string_view with_password = "--password=";
  if (word.starts_with(with_password)) return overwrite(text + with_password.size());
  if (word.starts_with("-p") && word.size() > 2) return overwrite(text + 2);
  const std::size_t equals = word.find('=');
  if (equals != std::string_view::npos && is_uri_flag(word.substr(0, equals)))
    return mongokeep::hide_secrets(text + equals + 1);
  // A word that only might be one is treated as one: nobody reads the words here any more.
  if (word.find("://") != std::string_view::npos) mongokeep::hide_secrets(text);
}

void hide_in_entry(char* entry) {
  const std::string_view text(entry);
  for (const std::string_view opening : uri_entries) {
    if (text.starts_with(opening)) mongokeep::hide_secrets(entry + opening.size());
  }
  const std::size_t equals = text.find('=');
  // rclone gets its own from our copy (StoresSettings::environment).
  const bool is_all_secret = text.starts_with("MONGOKEEP_HOOKS_") || text.starts_with("RCLONE_CONFIG_");
  if (is_all_secret && equals != std::string_view::npos) overwrite(entry + equals + 1);
}

}  // namespace

void hide_secrets(int argument_count, char** arguments, char** environment) {
  bool uri_follows = false;
  bool password_follows = false;
  for (int i = 1; i < argument_count; ++i) {
    const bool is_uri = uri_follows;
    const bool is_password = password_follows;
    uri_follows = is_uri_flag(arguments[i]);
    password_follows = is_password_flag(arguments[i]);
    if (is_uri) {
      mongokeep::hide_secrets(arguments[i]);
    } else if (is_password) {
      overwrite(arguments[i]);
    } else {
      hide_in_word(arguments[i]);
    }
  }
  for (char** entry = environment; *entry != nullptr; ++entry) hide_in_entry(*entry);
}

void forbid_core_files() {
  // Neither can fail for lack of rights: both only take something away.
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

}  // namespace mongokeep::cli
