#include "cli/views/readiness_view.h"

#include <fmt/format.h>

#include <algorithm>
#include <string_view>

#include "base/json/json.h"
#include "base/text/counted.h"
#include "cli/terminal/text_width.h"

namespace mongokeep::cli {

namespace {

std::string_view verdict_text(ReadinessVerdict verdict) {
  switch (verdict) {
    case ReadinessVerdict::ok: return "ok";
    case ReadinessVerdict::unknown: return "unknown";
    case ReadinessVerdict::warning: return "warning";
    case ReadinessVerdict::failed: return "failed";
  }
  return "";
}

std::string_view topic_text(ReadinessTopic topic) {
  switch (topic) {
    case ReadinessTopic::configuration: return "configuration";
    case ReadinessTopic::server: return "server";
    case ReadinessTopic::database: return "database";
    case ReadinessTopic::rights: return "rights";
    case ReadinessTopic::drills: return "drills";
    case ReadinessTopic::clock: return "clock";
    case ReadinessTopic::root: return "root";
    case ReadinessTopic::space: return "space";
    case ReadinessTopic::backups: return "backups";
    case ReadinessTopic::stores: return "stores";
    case ReadinessTopic::schedule: return "schedule";
    case ReadinessTopic::encryption: return "encryption";
    case ReadinessTopic::hooks: return "hooks";
    case ReadinessTopic::retention: return "retention";
  }
  return "";
}

constexpr std::size_t verdict_width = 9;
constexpr std::size_t topic_width = 15;

std::size_t count_of(const ReadinessReport& report, ReadinessVerdict verdict) {
  return static_cast<std::size_t>(std::count_if(report.findings.begin(), report.findings.end(),
                                                [&](const ReadinessFinding& one) { return one.verdict == verdict; }));
}

std::string conclusion(const ReadinessReport& report) {
  const std::size_t failed = count_of(report, ReadinessVerdict::failed);
  const std::size_t warnings = count_of(report, ReadinessVerdict::warning);
  const std::string warned = counted(warnings, "warning");
  if (failed > 0) {
    return fmt::format("Not ready: fix {} before the next run; {}.", counted(failed, "problem"), warned);
  }
  return warnings > 0 ? fmt::format("Ready for the next run, with {}.", warned) : "Ready for the next run.";
}

std::string lines_of(const ReadinessFinding& one) {
  std::string text = padded(verdict_text(one.verdict), verdict_width) + padded(topic_text(one.topic), topic_width) +
                     printable(one.finding) + "\n";
  if (!one.hint.empty()) text += std::string(verdict_width + topic_width, ' ') + printable(one.hint) + "\n";
  return text;
}

}  // namespace

ReadinessReport cleaned(ReadinessReport report, const Redactor& redactor) {
  for (ReadinessFinding& one : report.findings) {
    one.finding = redactor.cleaned(one.finding);
    one.hint = redactor.cleaned_own_words(one.hint);
  }
  return report;
}

std::string readiness_text(const ReadinessReport& report, Detail detail) {
  std::string text;
  for (const ReadinessFinding& one : report.findings) {
    const bool is_trouble = one.verdict == ReadinessVerdict::warning || one.verdict == ReadinessVerdict::failed;
    if (detail == Detail::all || is_trouble) text += lines_of(one);
  }
  if (detail == Detail::trouble && text.empty()) return text;
  return text + "\n" + conclusion(report) + "\n";
}

Json readiness_json(const ReadinessReport& report) {
  Json json = Json::object();
  json["status"] = verdict_text(report.verdict());
  json["findings"] = Json::array();
  for (const ReadinessFinding& one : report.findings) {
    json["findings"].push_back({{"topic", topic_text(one.topic)},
                                {"verdict", verdict_text(one.verdict)},
                                {"finding", one.finding},
                                {"hint", one.hint.empty() ? Json() : Json(one.hint)}});
  }
  return json;
}

}  // namespace mongokeep::cli
