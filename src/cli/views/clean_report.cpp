#include "cli/views/clean_report.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace mongokeep::cli {

namespace {

/// Members whose texts are sentences. What is in them, one or a list, may quote anything.
constexpr auto sentences = std::to_array<std::string_view>(
    {"cause", "error", "leftOver", "reason", "refusals", "subject", "unsynced", "warnings"});

void clean_text(Json& text, const Redactor& redactor) {
  if (text.is_string()) text = redactor.cleaned(text.get<std::string>());
}

void clean_members(Json& json, const Redactor& redactor) {
  for (auto& [name, value] : json.items()) {
    if (value.is_structured()) clean_members(value, redactor);
    if (std::find(sentences.begin(), sentences.end(), name) == sentences.end()) continue;
    clean_text(value, redactor);
    if (!value.is_array()) continue;
    for (Json& text : value) clean_text(text, redactor);
  }
}

}  // namespace

Json cleaned_report(Json report, const Redactor& redactor) {
  clean_members(report, redactor);
  return report;
}

}  // namespace mongokeep::cli
