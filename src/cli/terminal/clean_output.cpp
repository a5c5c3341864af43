#include "cli/terminal/clean_output.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <variant>

namespace mongokeep::cli {

namespace {

constexpr auto fields_with_our_paths = std::to_array<std::string_view>({"backupPath", "filePath", "path", "root"});
/// The driver's log, and what a hook's command has printed.
constexpr auto fields_with_foreign_texts = std::to_array<std::string_view>({"output", "text"});

template <typename Names>
bool is_among(const LogField& field, const Names& names) {
  return std::find(names.begin(), names.end(), field.name) != names.end();
}

}  // namespace

LogEntry cleaned(LogEntry entry, const Redactor& redactor) {
  entry.message = redactor.cleaned_own_words(Redactor().cleaned(entry.message));
  for (LogField& field : entry.fields) {
    auto* text = std::get_if<std::string>(&field.value);
    if (text == nullptr || is_among(field, fields_with_our_paths)) continue;
    *text = is_among(field, fields_with_foreign_texts) ? redactor.cleaned_foreign(*text) : redactor.cleaned(*text);
  }
  return entry;
}

Error cleaned(const Error& error, const Redactor& redactor) {
  return Error(error.kind(), redactor.cleaned_own_words(error.operation()), redactor.cleaned(error.subject()),
               redactor.cleaned(error.cause()), redactor.cleaned_own_words(error.hint()));
}

}  // namespace mongokeep::cli
