#pragma once

#include <sys/types.h>

#include <cstdint>
#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "plan.h"
#include "recorder.h"
#include "report.h"
#include "traced_call.h"

namespace mongokeep::faults {

/// Runs a program with all its threads under ptrace, and carries out plans. Processes that it starts run untouched.
/// All of them are killed with the tracer.
class Tracer {
 public:
  Tracer(std::vector<Plan> plans, Report& report) : plans_(std::move(plans)), report_(&report), recorder_(report) {}

  /// Until the program's end; returns its status as of waitpid(). Throws TraceError.
  int run(const std::vector<std::string>& command);

 private:
  /// A call that is being made and is looked at behind it.
  struct Pending {
    TracedCall call;
    /// What is to be done behind it.
    enum class Rest { record, kill, restore_size, lie } rest;
    int error = 0;  ///< of lie
  };

  void start(const std::vector<std::string>& command);
  void handle(pid_t thread, int status);
  void begin_at_entry();
  bool ends_at_entry(pid_t thread);
  void before_call(pid_t thread);
  void behind_call(pid_t thread);
  void carry_out(const Plan& plan, TracedCall call);
  void watch(TracedCall call, Pending::Rest rest, int error = 0);
  void record(TracedCall call);
  void record_next();
  void fail(const TracedCall& call, int error);
  bool has(Plan::Action action) const;
  void kill_program() const;
  bool is_of_program(pid_t thread);

  std::vector<Plan> plans_;
  Report* report_;
  Recorder recorder_;
  pid_t program_ = 0;
  /// Of the program's first instruction, where a breakpoint stands until it is reached.
  std::uint64_t entry_ = 0;
  long entry_word_ = 0;
  bool has_begun_ = false;
  /// How many there were of each sort.
  std::map<std::string, std::uint64_t> counts_;
  std::map<pid_t, bool> threads_;
  std::map<pid_t, Pending> pending_;
  /// Of `record`: changes wait for each other, so that they are written down in their order.
  std::optional<pid_t> recording_;
  std::deque<TracedCall> waiting_;
  /// Of failures for good: which sorts of calls fail from now on, and how.
  std::map<std::string, Plan> failing_;  ///< by the sort of call
};

}  // namespace mongokeep::faults
