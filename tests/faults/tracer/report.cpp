#include "report.h"

#include <sys/wait.h>

#include <algorithm>
#include <stdexcept>

namespace mongokeep::faults {

namespace {

const char* effect_of(const TracedCall& call) {
  if (call.may_change()) return "changes";
  switch (call.kind().effect) {
    case Effect::network: return "network";
    case Effect::other: return "other";
    default: return "reads";
  }
}

std::string field(std::string text) {
  std::ranges::replace_if(
      text, [](char letter) { return letter == '\t' || letter == '\n'; }, '?');
  return text;
}

}  // namespace

Report::Report(const std::string& path) : file_(path) {
  file_.exceptions(std::ios::failbit | std::ios::badbit);
}

void Report::line(std::initializer_list<std::string> fields) {
  const char* between = "";
  for (const std::string& text : fields) {
    file_ << between << field(text);
    between = "\t";
  }
  file_ << '\n';
}

void Report::program(int process) {
  line({"program", std::to_string(process)});
  file_.flush();
}

void Report::call(const std::string& name, const TracedCall& call) {
  const int size = call.kind().size_argument;
  line({"call", name, effect_of(call), std::to_string(size < 0 ? 0 : call.registers().argument(size)), call.subject(),
        call.other_subject()});
}

void Report::hit(const std::string& name, const TracedCall& call) {
  line({"hit", name, call.subject()});
}

void Report::ending(int status) {
  if (WIFSIGNALED(status)) {
    line({"signal", std::to_string(WTERMSIG(status))});
  } else {
    line({"exit", std::to_string(WEXITSTATUS(status))});
  }
  file_.close();
}

}  // namespace mongokeep::faults
