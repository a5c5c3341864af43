// Runs a program under ptrace and lets one of its system calls fail, be cut short, or be its last; or only lists them.
//
//   fault_tracer REPORT PLAN[,PLAN...] COMMAND [ARGUMENT...]
//
// PLAN is as in plan.h, REPORT a file that is written as in report.h. Exits 0 where the program ran, however it ended.

#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "plan.h"
#include "report.h"
#include "tracer.h"

int main(int count, char** words) {
  constexpr int given = 3;
  if (count <= given) {
    std::fprintf(stderr, "usage: fault_tracer REPORT PLAN COMMAND [ARGUMENT...]\n");
    return 2;
  }
  try {
    using namespace mongokeep::faults;
    Report report(words[1]);
    Tracer tracer(parse_plans(words[2]), report);
    report.ending(tracer.run(std::vector<std::string>(words + given, words + count)));
  } catch (const std::exception& error) {
    std::fprintf(stderr, "fault_tracer: %s\n", error.what());
    return 1;
  }
  return 0;
}
