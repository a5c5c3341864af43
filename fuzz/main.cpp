// libFuzzer's entry, the same for all targets.

#include <cstddef>
#include <cstdint>

#include "fuzz/target.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  mongokeep::fuzz::check_input({reinterpret_cast<const char*>(data), size});
  return 0;
}
