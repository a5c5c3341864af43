#pragma once

#include <string>

#include "report.h"
#include "traced_call.h"

namespace mongokeep::faults {

/// Writes down what a call has changed on the disk, for a replay. Things are named by their inode numbers, bytes are in
/// hexadecimal digits; only what succeeded is written down.
///
///   create FOLDER NAME INODE MODE      mkdir FOLDER NAME INODE MODE     symlink FOLDER NAME INODE TARGET
///   write INODE OFFSET BYTES           truncate INODE SIZE              chmod INODE MODE
///   sync INODE                         datasync INODE                   syncfs
///   range INODE OFFSET SIZE FLAGS      rename FOLDER NAME FOLDER NAME FLAGS
///   link INODE FOLDER NAME             unlink FOLDER NAME               rmdir FOLDER NAME
///   said DESCRIPTOR BYTES              what came out of a standard stream
///   unknown NAME                       a change that the replay does not know
class Recorder {
 public:
  explicit Recorder(Report& report) : report_(&report) {}

  /// Before the call, and behind it: one call at a time.
  void before(const TracedCall& call);
  void behind(const TracedCall& call, long result);

 private:
  Report* report_;
  /// What the call's name was before it, where that matters.
  std::string inode_;
};

}  // namespace mongokeep::faults
