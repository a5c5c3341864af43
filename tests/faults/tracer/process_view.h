#pragma once

#include <sys/types.h>

#include <cstdint>
#include <string>

namespace mongokeep::faults {

/// What a stopped thread's process has: its memory and its descriptors.
class ProcessView {
 public:
  explicit ProcessView(pid_t thread) : thread_(thread), folder_("/proc/" + std::to_string(thread)) {}

  /// Up to the first NUL; empty where there is nothing.
  std::string text_at(std::uint64_t address) const;
  std::string bytes_at(std::uint64_t address, std::size_t size) const;

  /// A path by which this process reaches what a descriptor of that one is.
  std::string path_to(int descriptor) const;
  /// The same of a name in a folder; `folder` may be AT_FDCWD.
  std::string path_to(int folder, const std::string& name) const;

  /// As a person would say it; of what is no file its kind, as in `socket:[12]`.
  std::string name_of(int descriptor) const;
  std::string name_of(int folder, const std::string& name) const;

  /// Where the next read or write of it goes.
  std::uint64_t position_of(int descriptor) const;

  pid_t process() const;

 private:
  pid_t thread_;
  std::string folder_;
};

}  // namespace mongokeep::faults
