// Loaded before the C library's (LD_PRELOAD): lets one allocation of the program fail, counted from the beginning of
// main().
//   FAULTS_ALLOCATION=N     the Nth one fails; N+: that one and all behind it
//   FAULTS_ALLOCATIONS=FILE gets a line `failed LIBRARY` for the first that fails, and `total N` at the end

#include <dlfcn.h>
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

void tell(const char* what, const char* of) {
  const char* path = std::getenv("FAULTS_ALLOCATIONS");
  if (path == nullptr) return;
  const int file = ::open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
  char line[512];
  const int size = std::snprintf(line, sizeof line, "%s %s\n", what, of);
  if (::write(file, line, static_cast<size_t>(size)) != size) std::_Exit(99);
  ::close(file);
}

bool fails(const void* caller) {
  if (!is_counting.load(std::memory_order_relaxed)) return false;
  const unsigned long number = ++allocations;
  if (failing == 0 || number < failing || (number > failing && !is_for_good)) return false;
  if (number == failing) {
    Dl_info library{};
    const bool is_known = ::dladdr(caller, &library) != 0 && library.dli_fname != nullptr;
    tell("failed", is_known ? library.dli_fname : "?");
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
  std::snprintf(total, sizeof total, "%lu", allocations.load());
  tell("total", total);
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
  return fails(__builtin_return_address(0)) ? nullptr : __libc_malloc(size);
}

void* calloc(size_t count, size_t size) {
  return fails(__builtin_return_address(0)) ? nullptr : __libc_calloc(count, size);
}

void* realloc(void* old, size_t size) {
  return fails(__builtin_return_address(0)) ? nullptr : __libc_realloc(old, size);
}

void* aligned_alloc(size_t alignment, size_t size) {
  return fails(__builtin_return_address(0)) ? nullptr : __libc_memalign(alignment, size);
}

int posix_memalign(void** made, size_t alignment, size_t size) {
  if (fails(__builtin_return_address(0))) return ENOMEM;
  *made = __libc_memalign(alignment, size);
  return *made == nullptr ? ENOMEM : 0;
}

}  // extern "C"
