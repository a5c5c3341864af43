#pragma once

#include <sys/wait.h>

#include <cerrno>
#include <filesystem>
#include <iterator>
#include <string>
#include <utility>
#include <vector>

#include "process/child_orders.h"

namespace mongokeep::process {

inline ChildOrders orders_for(std::vector<std::string> words) {
  return {.name = "a test's child", .words = std::move(words), .environment = {"PATH=/usr/bin:/bin", "LC_ALL=C"}};
}

inline ChildOrders shell_orders(const std::string& command) {
  return orders_for({"/bin/sh", "-c", command});
}

/// Whether no child is left, running or dead, that somebody would have to wait for.
inline bool is_childless() {
  return ::waitpid(-1, nullptr, WNOHANG) == -1 && errno == ECHILD;
}

inline long open_descriptors() {
  const std::filesystem::directory_iterator all("/proc/self/fd");
  return std::distance(begin(all), end(all));
}

}  // namespace mongokeep::process
