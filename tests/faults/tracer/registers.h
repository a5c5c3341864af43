#pragma once

#include <sys/types.h>
#include <sys/user.h>

#include <cstdint>

namespace mongokeep::faults {

/// The registers of a stopped thread, as a system call sees them. The only file that knows the processor: x86_64.
class Registers {
 public:
  explicit Registers(pid_t thread);

  long call() const { return static_cast<long>(values_.orig_rax); }
  std::uint64_t argument(int index) const;
  /// Behind the call; a failure is -errno.
  long result() const { return static_cast<long>(values_.rax); }

  void set_argument(int index, std::uint64_t value);
  void set_result(long result) { values_.rax = static_cast<unsigned long long>(result); }
  /// Before the call: it is not made.
  void skip_call(long result);
  /// Behind the instruction that a breakpoint has replaced: back to it. Returns its address.
  std::uint64_t step_back_to_breakpoint() { return --values_.rip; }

  /// What was set becomes the thread's.
  void store() const;

 private:
  pid_t thread_;
  user_regs_struct values_{};
};

/// One byte that stops a thread with SIGTRAP.
constexpr std::uint8_t breakpoint_byte = 0xCC;

}  // namespace mongokeep::faults
