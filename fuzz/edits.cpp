#include "fuzz/edits.h"

#include <algorithm>

namespace mongokeep::fuzz {

namespace {

constexpr std::size_t step_size = 5;

/// In bytes. Thirty doublings would take the memory of the machine, and be held against the reader.
constexpr std::size_t largest_file = std::size_t{1} << 22U;

/// A place in a file of `size` bytes.
std::size_t place(std::string_view bytes, std::size_t size) {
  std::size_t number = 0;
  for (const char byte : bytes) number = number << 8U | static_cast<unsigned char>(byte);
  return size == 0 ? 0 : number % size;
}

}  // namespace

std::string edited(std::string file, std::string_view input) {
  for (; input.size() >= step_size; input.remove_prefix(step_size)) {
    if (file.empty()) break;
    const auto what = static_cast<unsigned char>(input[0]);
    const std::size_t at = place(input.substr(1, 3), file.size());
    const std::size_t length = std::min(file.size() - at, std::size_t{1} << (what >> 3U));
    switch (what & 7U) {
      case 0:
      case 1: file[at] = static_cast<char>(file[at] ^ input[4]); break;
      case 2: file.erase(at, length); break;
      case 3:
        if (file.size() + length <= largest_file) file.insert(at, file.substr(at, length));
        break;
      case 4: file.resize(at); break;
      case 5: file.insert(at, 1, input[4]); break;
      case 6: file[at] = input[4]; break;
      default:
        std::rotate(file.begin() + static_cast<std::ptrdiff_t>(at),
                    file.begin() + static_cast<std::ptrdiff_t>(at + length / 2),
                    file.begin() + static_cast<std::ptrdiff_t>(at + length));
    }
  }
  return file;
}

}  // namespace mongokeep::fuzz
