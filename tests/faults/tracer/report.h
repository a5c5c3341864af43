#pragma once

#include <fstream>
#include <initializer_list>
#include <string>

#include "traced_call.h"

namespace mongokeep::faults {

/// Lines of fields, with tabs between them; tests/faults/trace.py reads them.
///
///   program PID
///   call NAME EFFECT SIZE PATH OTHER     of `count`: every call; EFFECT is changes, reads, network or other
///   hit NAME PATH                        the plan was carried out at this call
///   exit CODE | signal NUMBER            how the program ended; the last line
///
/// and of `record` the changes, as Recorder says.
class Report {
 public:
  explicit Report(const std::string& path);

  void line(std::initializer_list<std::string> fields);
  void call(const std::string& name, const TracedCall& call);
  void hit(const std::string& name, const TracedCall& call);
  /// `status` as of waitpid().
  void ending(int status);
  /// The first line, which is read while the program runs.
  void program(int process);

 private:
  std::ofstream file_;
};

}  // namespace mongokeep::faults
