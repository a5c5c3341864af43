#include "cli/views/store_check_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/text/counted.h"
#include "cli/terminal/text_width.h"

namespace mongokeep::cli {

namespace {

std::string_view word_for(StoreCheckVerdict verdict) {
  switch (verdict) {
    case StoreCheckVerdict::ok: return "ok";
    case StoreCheckVerdict::note: return "note";
    case StoreCheckVerdict::problem: return "problem";
  }
  return "";
}

std::string lines_of(const StoreCheckFinding& one) {
  constexpr std::size_t verdict_width = 9;
  constexpr std::size_t topic_width = 11;
  std::string text = padded(word_for(one.verdict), verdict_width) + padded(to_text(one.topic), topic_width) +
                     printable(one.finding) + "\n";
  if (!one.meaning.empty()) text += std::string(verdict_width + topic_width, ' ') + printable(one.meaning) + "\n";
  return text;
}

std::string sum_of(const StoreCheckReport& report) {
  const auto count = [&](StoreCheckVerdict verdict) {
    return static_cast<std::size_t>(std::count_if(report.findings.begin(), report.findings.end(),
                                                  [&](const auto& one) { return one.verdict == verdict; }));
  };
  const std::size_t problems = count(StoreCheckVerdict::problem);
  const std::string notes = counted(count(StoreCheckVerdict::note), "note");
  if (problems > 0) return fmt::format("{} is not ready: {}, {}.", report.store, counted(problems, "problem"), notes);
  return fmt::format("{} is ready, with {}.", report.store, notes);
}

}  // namespace

std::string store_check_text(const StoreCheckReport& report, Detail detail) {
  std::string text;
  for (const StoreCheckFinding& one : report.findings) {
    if (detail == Detail::all || one.verdict != StoreCheckVerdict::ok) text += lines_of(one);
  }
  if (detail == Detail::trouble && text.empty()) return text;
  return text + "\n" + sum_of(report) + "\n";
}

Json store_check_json(const StoreCheckReport& report) {
  Json findings = Json::array();
  for (const StoreCheckFinding& one : report.findings) {
    findings.push_back({{"topic", to_text(one.topic)},
                        {"verdict", word_for(one.verdict)},
                        {"finding", one.finding},
                        {"meaning", one.meaning.empty() ? Json() : Json(one.meaning)}});
  }
  return {{"store", report.store}, {"status", word_for(report.verdict())}, {"findings", std::move(findings)}};
}

}  // namespace mongokeep::cli
