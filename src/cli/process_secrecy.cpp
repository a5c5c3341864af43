#include "cli/process_secrecy.h"

#include <sys/prctl.h>
#include <sys/resource.h>

#include <algorithm>
#include <string_view>

#include "mongo/connection_string.h"

namespace mongokeep::cli {

namespace {

void overwrite(char* text, const mongo::Span& span) {
  std::fill_n(text + span.offset, span.length, '*');
}

/// `text` is a connection string, even if its scheme is missing or wrong.
void hide_in_uri(char* text) {
  for (const mongo::Span& span : mongo::secret_spans_of_uri(text)) overwrite(text, span);
}

void hide_in_word(char* text) {
  constexpr std::string_view flag = "--uri=";
  if (std::string_view(text).starts_with(flag)) return hide_in_uri(text + flag.size());
  // A word that only might be one is treated as one: nobody reads the words here any more.
  if (std::string_view(text).find("://") != std::string_view::npos) hide_in_uri(text);
}

}  // namespace

void hide_secrets(int argument_count, char** arguments, char** environment) {
  bool uri_follows = false;
  for (int i = 1; i < argument_count; ++i) {
    if (uri_follows) {
      hide_in_uri(arguments[i]);
    } else {
      hide_in_word(arguments[i]);
    }
    uri_follows = std::string_view(arguments[i]) == "--uri";
  }
  for (char** entry = environment; *entry != nullptr; ++entry) {
    if (std::string_view(*entry).starts_with(uri_entry)) hide_in_uri(*entry + uri_entry.size());
  }
}

void forbid_core_files() {
  // Neither can fail for lack of rights: both only take something away.
  const rlimit none{0, 0};
  ::setrlimit(RLIMIT_CORE, &none);
  ::prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
}

}  // namespace mongokeep::cli
