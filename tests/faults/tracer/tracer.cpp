#include "tracer.h"

#include <elf.h>
#include <fcntl.h>
#include <sys/ptrace.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <csignal>
#include <cstdio>
#include <fstream>

#include "filter.h"
#include "trace_error.h"

namespace mongokeep::faults {

namespace {

constexpr int failed_to_start = 126;

/// On to the next stop; a thread that was killed meanwhile has none.
void resume(pid_t thread, bool stops_behind_call = false, int signal = 0) {
  if (ptrace(stops_behind_call ? PTRACE_SYSCALL : PTRACE_CONT, thread, nullptr, signal) != 0 && errno != ESRCH) {
    throw TraceError("resume a thread");
  }
}

std::uint64_t entry_of(pid_t process) {
  std::ifstream file("/proc/" + std::to_string(process) + "/auxv", std::ios::binary);
  std::array<std::uint64_t, 2> item{};
  while (file.read(reinterpret_cast<char*>(item.data()), sizeof item)) {
    if (item[0] == AT_ENTRY) return item[1];
  }
  throw TraceError("find the program's entry", ENOEXEC);
}

[[noreturn]] void become(const std::vector<std::string>& command, int go) {
  char word = 0;
  // Until the tracer has taken hold; it is gone where nothing comes.
  if (read(go, &word, 1) != 1) _exit(failed_to_start);
  try {
    install_filter();
  } catch (const TraceError& error) {
    std::fprintf(stderr, "fault_tracer: %s\n", error.what());
    _exit(failed_to_start);
  }
  std::vector<char*> words;
  for (const std::string& part : command) words.push_back(const_cast<char*>(part.c_str()));
  words.push_back(nullptr);
  execvp(words[0], words.data());
  std::perror("fault_tracer: cannot run the program");
  _exit(failed_to_start);
}

}  // namespace

void Tracer::start(const std::vector<std::string>& command) {
  std::array<int, 2> go{};
  if (pipe2(go.data(), O_CLOEXEC) != 0) throw TraceError("make a pipe");
  program_ = fork();
  if (program_ < 0) throw TraceError("start a process");
  if (program_ == 0) {
    close(go[1]);
    become(command, go[0]);
  }
  close(go[0]);
  constexpr long options = PTRACE_O_EXITKILL | PTRACE_O_TRACESECCOMP | PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXEC |
                           PTRACE_O_TRACECLONE | PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK;
  if (ptrace(PTRACE_SEIZE, program_, nullptr, options) != 0) {
    const int error = errno;
    ::kill(program_, SIGKILL);
    throw TraceError("trace a process (containers often forbid ptrace: run it with --cap-add SYS_PTRACE, or outside)",
                     error);
  }
  threads_[program_] = true;
  report_->program(program_);
  if (write(go[1], "g", 1) != 1) throw TraceError("let the program go");
  close(go[1]);
}

int Tracer::run(const std::vector<std::string>& command) {
  start(command);
  for (;;) {
    int status = 0;
    const pid_t thread = waitpid(-1, &status, __WALL);
    if (thread < 0 && errno == EINTR) continue;
    if (thread < 0) throw TraceError("wait for the program");
    if (WIFSTOPPED(status)) {
      try {
        handle(thread, status);
      } catch (const TraceError& error) {
        if (!error.is_gone()) throw;
      }
      continue;
    }
    if (thread == program_) return status;
    // It may have died in a call that others wait for.
    pending_.erase(thread);
    if (recording_ == thread) record_next();
  }
}

bool Tracer::is_of_program(pid_t thread) {
  const auto [known, is_new] = threads_.try_emplace(thread, false);
  if (is_new) known->second = ProcessView(thread).process() == program_;
  return known->second;
}

void Tracer::handle(pid_t thread, int status) {
  const int signal = WSTOPSIG(status);
  switch (status >> 16) {
    case PTRACE_EVENT_SECCOMP:
      if (has_begun_ && is_of_program(thread)) return before_call(thread);
      return resume(thread);
    case PTRACE_EVENT_EXEC:
      if (thread == program_ && !has_begun_) begin_at_entry();
      return resume(thread);
    case PTRACE_EVENT_STOP:
      // A new thread or process begins; or all of it stops, as by SIGSTOP.
      if (signal == SIGTRAP) return resume(thread);
      if (ptrace(PTRACE_LISTEN, thread, nullptr, nullptr) != 0) throw TraceError("leave a process stopped");
      return;
    case 0: break;
    default: return resume(thread);
  }
  if (signal == (SIGTRAP | 0x80)) return behind_call(thread);
  if (signal == SIGTRAP && ends_at_entry(thread)) return resume(thread);
  resume(thread, false, signal);
}

void Tracer::begin_at_entry() {
  entry_ = entry_of(program_);
  errno = 0;
  entry_word_ = ptrace(PTRACE_PEEKTEXT, program_, entry_, nullptr);
  if (errno != 0) throw TraceError("read the program's first instruction");
  const long stopping = (entry_word_ & ~0xFFL) | breakpoint_byte;
  if (ptrace(PTRACE_POKETEXT, program_, entry_, stopping) != 0) throw TraceError("set a breakpoint");
}

/// Whether a SIGTRAP is that of our breakpoint, which is gone then.
bool Tracer::ends_at_entry(pid_t thread) {
  if (has_begun_ || thread != program_) return false;
  Registers registers(thread);
  if (registers.step_back_to_breakpoint() != entry_) return false;
  if (ptrace(PTRACE_POKETEXT, program_, entry_, entry_word_) != 0) throw TraceError("remove a breakpoint");
  registers.store();
  has_begun_ = true;
  return true;
}

void Tracer::before_call(pid_t thread) {
  const Registers registers(thread);
  const CallKind* kind = find_call(registers.call());
  if (kind == nullptr) return resume(thread);
  TracedCall call(thread, *kind, registers);
  const std::string sort = call.sort();
  const std::string name = sort + "/" + std::to_string(++counts_[sort]);
  if (has(Plan::Action::count)) report_->call(name, call);
  const auto plan = std::ranges::find(plans_, name, &Plan::call);
  if (plan != plans_.end()) {
    report_->hit(name, call);
    if (plan->is_for_good) failing_.insert_or_assign(sort, *plan);
    return carry_out(*plan, std::move(call));
  }
  if (const auto failing = failing_.find(sort); failing != failing_.end()) {
    return carry_out(failing->second, std::move(call));
  }
  if (has(Plan::Action::record)) return record(std::move(call));
  resume(thread);
}

bool Tracer::has(Plan::Action action) const {
  return std::ranges::find(plans_, action, &Plan::action) != plans_.end();
}

void Tracer::carry_out(const Plan& plan, TracedCall call) {
  const pid_t thread = call.thread();
  switch (plan.action) {
    case Plan::Action::kill:
      if (plan.is_behind) return watch(std::move(call), Pending::Rest::kill);
      return kill_program();
    case Plan::Action::stop: ::kill(program_, SIGTERM); return resume(thread);
    case Plan::Action::tear:
    case Plan::Action::cut: {
      const int size = call.kind().size_argument;
      if (size < 0) return resume(thread);
      Registers registers = call.registers();
      registers.set_argument(size, std::min(plan.size, registers.argument(size)));
      registers.store();
      return watch(std::move(call),
                   plan.action == Plan::Action::tear ? Pending::Rest::kill : Pending::Rest::restore_size);
    }
    case Plan::Action::fail: return fail(call, plan.error);
    case Plan::Action::lie: return watch(std::move(call), Pending::Rest::lie, plan.error);
    default: resume(thread);
  }
}

void Tracer::fail(const TracedCall& call, int error) {
  Registers registers = call.registers();
  registers.skip_call(-error);
  registers.store();
  resume(call.thread());
}

void Tracer::watch(TracedCall call, Pending::Rest rest, int error) {
  const pid_t thread = call.thread();
  pending_.insert_or_assign(thread, Pending{std::move(call), rest, error});
  resume(thread, true);
}

void Tracer::record(TracedCall call) {
  const pid_t thread = call.thread();
  if (!call.may_change()) return resume(thread);
  if (recording_) {
    waiting_.push_back(std::move(call));
    return;
  }
  recording_ = thread;
  recorder_.before(call);
  watch(std::move(call), Pending::Rest::record);
}

void Tracer::record_next() {
  recording_.reset();
  if (waiting_.empty()) return;
  TracedCall next = std::move(waiting_.front());
  waiting_.pop_front();
  record(std::move(next));
}

void Tracer::behind_call(pid_t thread) {
  const auto found = pending_.find(thread);
  if (found == pending_.end()) return resume(thread);
  const Pending pending = std::move(found->second);
  pending_.erase(found);
  Registers registers(thread);
  switch (pending.rest) {
    case Pending::Rest::kill: return kill_program();
    case Pending::Rest::record:
      recorder_.behind(pending.call, registers.result());
      resume(thread);
      return record_next();
    case Pending::Rest::restore_size: {
      const int size = pending.call.kind().size_argument;
      registers.set_argument(size, pending.call.registers().argument(size));
      break;
    }
    case Pending::Rest::lie: registers.set_result(-pending.error); break;
  }
  registers.store();
  resume(thread);
}

void Tracer::kill_program() const {
  ::kill(program_, SIGKILL);
}

}  // namespace mongokeep::faults
