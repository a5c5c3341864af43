#include "base/text/random_digits.h"

#include <fmt/format.h>

#include <random>

namespace mongokeep {

std::string random_digits(std::size_t count) {
  std::random_device entropy;
  std::string digits;
  while (digits.size() < count) digits += fmt::format("{:08x}", entropy());
  digits.resize(count);
  return digits;
}

}  // namespace mongokeep
