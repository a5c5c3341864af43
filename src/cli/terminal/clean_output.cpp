#include "cli/terminal/clean_output.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>
#include <variant>

namespace mongokeep::cli {

namespace {

constexpr auto fields_with_our_paths = std::to_array<std::string_view>({"backupPath", "filePath", "path", "root"});

bool is_our_path(const LogField& field) {
  return std::find(fields_with_our_paths.begin(), fields_with_our_paths.end(), field.name) !=
         fields_with_our_paths.end();
}

}  // namespace

LogEntry cleaned(LogEntry entry, const Redactor& redactor) {
  entry.message = redactor.cleaned_own_words(Redactor().cleaned(entry.message));
  for (LogField& field : entry.fields) {
    auto* text = std::get_if<std::string>(&field.value);
    if (text != nullptr && !is_our_path(field)) *text = redactor.cleaned(*text);
  }
  return entry;
}

Error cleaned(const Error& error, const Redactor& redactor) {
  return Error(error.kind(), redactor.cleaned_own_words(error.operation()), redactor.cleaned(error.subject()),
               redactor.cleaned(error.cause()), redactor.cleaned_own_words(error.hint()));
}

}  // namespace mongokeep::cli
