#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace mongokeep::store {

/// How far one file is.
struct FileTransfer {
  std::string file;
  std::uint64_t bytes = 0;
};

/// One line of what rclone prints as errors with --use-json-log.
struct RcloneLine {
  bool is_error = false;
  bool is_json = false;  ///< otherwise it comes from rclone's start, or from a Go program that panics
  std::string message;   ///< of what is no line of JSON: all of it
  std::string object;    ///< which file it is about; empty: none
  /// Of a line of statistics: all bytes so far, checked ones too, and the files on their way.
  std::optional<std::uint64_t> bytes;
  std::vector<FileTransfer> transfers;
};

RcloneLine parse_rclone_line(std::string_view line);

}  // namespace mongokeep::store
