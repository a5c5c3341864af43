// Loaded before the C library's (LD_PRELOAD): lets one allocation of the program fail, counted from the beginning of
// main().
//   FAULTS_ALLOCATION=N     the Nth one fails; N+: that one and all behind it
//   FAULTS_ALLOCATIONS=FILE gets a line `failed FILE+OFFSET …` for the first that fails, who asked for it and who
//   called
//                           whom, and `total N` at the end

#include <dlfcn.h>
#include <execinfo.h>
#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <cstdio>
#include <cstdlib>
#include <cstring>

extern "C" {
void* __libc_malloc(size_t size);
void* __libc_calloc(size_t count, size_t size);
void* __libc_realloc(void* old, size_t size);
void* __libc_memalign(size_t alignment, size_t size);
}

namespace {

std::atomic<bool> is_counting = false;
std::atomic<unsigned long> allocations = 0;
unsigned long failing = 0;
bool is_for_good = false;
int (*program)(int, char**, char**) = nullptr;

constexpr int most_callers = 12;

void tell(const char* line, int size) {
  const char* path = std::getenv("FAULTS_ALLOCATIONS");
  if (path == nullptr) return;
  const int file = ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  if (::write(file, line, static_cast<size_t>(size)) != size) std::_Exit(99);
  ::close(file);
}

void tell_failed() {
  void* callers[most_callers];
  const int count = ::backtrace(callers, most_callers);
  char line[4096];
  int size = std::snprintf(line, sizeof line, "failed");
  for (int i = 0; i < count; ++i) {
    Dl_info place{};
    const bool is_known = ::dladdr(callers[i], &place) != 0 && place.dli_fname != nullptr;
    const auto offset = static_cast<const char*>(callers[i]) - static_cast<const char*>(place.dli_fbase);
    const char* const file = is_known ? place.dli_fname : "?";
    size += std::snprintf(line + size, sizeof line - static_cast<size_t>(size), " %.250s+%lx", file,
                          static_cast<unsigned long>(offset));
  }
  tell(line, size + std::snprintf(line + size, sizeof line - static_cast<size_t>(size), "\n"));
}

bool fails() {
  if (!is_counting.load(std::memory_order_relaxed)) return false;
  const unsigned long number = ++allocations;
  if (failing == 0 || number < failing || (number > failing && !is_for_good)) return false;
  if (number == failing) {
    // What the search for the callers needs is not counted, and not refused.
    is_counting = false;
    tell_failed();
    is_counting = true;
  }
  errno = ENOMEM;
  return true;
}

int counted_program(int count, char** words, char** environment) {
  if (const char* wanted = std::getenv("FAULTS_ALLOCATION"); wanted != nullptr) {
    failing = std::strtoul(wanted, nullptr, 10);
    is_for_good = std::strchr(wanted, '+') != nullptr;
  }
  is_counting = true;
  const int code = program(count, words, environment);
  is_counting = false;
  char total[32];
  tell(total, std::snprintf(total, sizeof total, "total %lu\n", allocations.load()));
  return code;
}

}  // namespace

extern "C" {

int __libc_start_main(int (*main)(int, char**, char**), int count, char** words, void (*begin)(), void (*end)(),
                      void (*unload)(), void* stack) {
  using Start = decltype(&__libc_start_main);
  program = main;
  return reinterpret_cast<Start>(::dlsym(RTLD_NEXT, "__libc_start_main"))(counted_program, count, words, begin, end,
                                                                          unload, stack);
}

void* malloc(size_t size) {
  return fails() ? nullptr : __libc_malloc(size);
}

void* calloc(size_t count, size_t size) {
  return fails() ? nullptr : __libc_calloc(count, size);
}

void* realloc(void* old, size_t size) {
  return fails() ? nullptr : __libc_realloc(old, size);
}

void* aligned_alloc(size_t alignment, size_t size) {
  return fails() ? nullptr : __libc_memalign(alignment, size);
}

int posix_memalign(void** made, size_t alignment, size_t size) {
  if (fails()) return ENOMEM;
  *made = __libc_memalign(alignment, size);
  return *made == nullptr ? ENOMEM : 0;
}

}  // extern "C"
