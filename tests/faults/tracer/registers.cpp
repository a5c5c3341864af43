#include "registers.h"

#include <sys/ptrace.h>

#include "trace_error.h"

#ifndef __x86_64__
#error "the tracer knows the registers of x86_64 only; tests/faults/CMakeLists.txt leaves it out elsewhere"
#endif

namespace mongokeep::faults {

namespace {

constexpr unsigned long long user_regs_struct::*arguments[] = {&user_regs_struct::rdi, &user_regs_struct::rsi,
                                                               &user_regs_struct::rdx, &user_regs_struct::r10,
                                                               &user_regs_struct::r8,  &user_regs_struct::r9};

}  // namespace

Registers::Registers(pid_t thread) : thread_(thread) {
  if (ptrace(PTRACE_GETREGS, thread, nullptr, &values_) != 0) throw TraceError("read the registers of a thread");
}

std::uint64_t Registers::argument(int index) const {
  return values_.*arguments[index];
}

void Registers::set_argument(int index, std::uint64_t value) {
  values_.*arguments[index] = value;
}

void Registers::skip_call(long result) {
  values_.orig_rax = ~0ULL;
  set_result(result);
}

void Registers::store() const {
  if (ptrace(PTRACE_SETREGS, thread_, nullptr, &values_) != 0) throw TraceError("set the registers of a thread");
}

}  // namespace mongokeep::faults
