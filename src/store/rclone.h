#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "mongokeep/error.h"
#include "mongokeep/redactor.h"
#include "process/child_reader.h"
#include "store/rclone_line.h"
#include "store/rclone_program.h"

namespace mongokeep::store {

/// How rclone is started for one store.
struct RcloneSetup {
  RcloneProgram program;
  std::filesystem::path config;  ///< empty: rclone's own choice
  std::uint64_t bandwidth = 0;   ///< bytes a second; 0: no limit
  std::chrono::milliseconds patience = std::chrono::minutes(15);
  std::vector<std::string> environment = {};  ///< all of it
  Redactor secrets = {};                      ///< what must not come out of its messages
  std::string store = {};                     ///< its name, for errors
};

/// One command of rclone's.
struct RcloneCall {
  std::vector<std::string> words;  ///< the command and what belongs to it
  std::string input = {};
  std::size_t most_output = std::size_t{1} << 20U;
  /// Told of each line that rclone prints as errors. What it throws ends the command.
  std::function<void(const RcloneLine&)> watch = nullptr;
};

/// How a command ended.
struct RcloneEnd {
  int code = 0;         ///< rclone's exit code; -1: a signal that was not ours
  std::string output;   ///< standard output
  std::string trouble;  ///< what it said last of what went wrong, without secrets; empty: nothing

  /// rclone's documented exit codes.
  static constexpr int no_folder = 3;
  static constexpr int no_file = 4;
  static constexpr int may_pass = 5;
};

/// rclone, as a child for each command. Threads: any number of commands at a time.
class Rclone {
 public:
  explicit Rclone(RcloneSetup setup) : setup_(std::move(setup)) {}

  const RcloneProgram& program() const { return setup_.program; }
  /// How long a command may move nothing.
  std::chrono::milliseconds patience() const { return setup_.patience; }

  /// Runs a command to its end, whatever that is. Throws Error{storage} when it cannot be started or has moved no byte
  /// for as long as we have patience; Error{stopped}.
  RcloneEnd run(const RcloneCall& call, const std::stop_token& stop) const;
  /// The same, and throws failure() unless it ends with 0.
  std::string succeed(const RcloneCall& call, const char* operation, const std::string& subject,
                      const std::stop_token& stop) const;
  /// Starts a command whose output is read as it comes. The thread that starts it must not end before it is read.
  std::unique_ptr<process::ChildReader> open(const std::vector<std::string>& words, const std::stop_token& stop,
                                             std::string input = {}) const;

  /// What is to be said of a command that failed.
  Error failure(const RcloneEnd& end, const char* operation, const std::string& subject) const;
  /// The same of one that was read from, whose read() threw this: by what it printed last, where it ended by itself.
  Error failure(const Error& thrown, const process::ChildReader& reader, const char* operation,
                const std::string& subject) const;

 private:
  process::ChildOrders orders_for(const std::vector<std::string>& words, std::string input) const;
  Error has_moved_nothing(const char* operation, const std::string& subject, const std::string& file = {}) const;

  RcloneSetup setup_;
};

}  // namespace mongokeep::store
