#include "cli/allocator.h"

#include <gtest/gtest.h>
#include <malloc.h>

#include <barrier>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace mongokeep::cli {
namespace {

/// Of the allocator: places that each keep freed memory for themselves.
int arenas() {
  char* text = nullptr;
  std::size_t size = 0;
  std::FILE* const stream = ::open_memstream(&text, &size);
  ::malloc_info(0, stream);
  std::fclose(stream);
  const std::unique_ptr<char, decltype(&std::free)> owned(text, &std::free);
  constexpr std::string_view arena = "<heap nr=";
  int count = 0;
  const std::string_view told(text, size);
  for (std::size_t at = told.find(arena); at != told.npos; at = told.find(arena, at + 1)) ++count;
  return count;
}

/// As a check of a backup from a store has them: some threads for files, some for frames.
int arenas_of_many_threads() {
  constexpr int threads = 12;
  std::barrier all(threads);
  std::vector<std::jthread> running;
  for (int number = 0; number < threads; ++number) {
    running.emplace_back([&all] {
      const auto block = std::make_unique<std::string>(1000, 'x');
      all.arrive_and_wait();
    });
  }
  running.clear();
  return arenas();
}

TEST(Allocator, HasFewPlacesThatKeepMemory) {
  // Whatever other tests of this process have made: in a process of its own.
  GTEST_FLAG_SET(death_test_style, "threadsafe");
  const auto few = [] {
    bound_allocator();
    const int found = arenas_of_many_threads();
    std::fprintf(stderr, "%d places\n", found);
    std::exit(found <= 2 ? 0 : 1);
  };
  EXPECT_EXIT(few(), testing::ExitedWithCode(0), "places");
}

}  // namespace
}  // namespace mongokeep::cli
