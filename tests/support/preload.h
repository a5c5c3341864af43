#pragma once

#include <filesystem>
#include <string>

#include "support/program.h"

namespace mongokeep::test {

/// What the program is told its files lie on. `ext4` syncs many small files by one call, `other` one by one.
enum class FileSystem { as_it_is, ext4, other };

/// Has the program's calls on files and folders recorded there (preload/disk_recorder.cpp), for DiskHistory to read.
void record_disk_calls(ProgramCall& call, const std::filesystem::path& record,
                       FileSystem file_system = FileSystem::as_it_is);

/// Gives the program a machine with a flaw: a variable of preload/flawed_machine.cpp and its value.
void add_flaw(ProgramCall& call, const std::string& variable, const std::string& value);

/// Has the program's calls on files and folders fail, lie, or kill it: rules as preload/failing_calls.cpp has them.
void fail_calls(ProgramCall& call, const std::string& rules);

/// Lets the program's time, not the driver's, go by so many times as fast (preload/time_lapse.cpp).
void hurry(ProgramCall& call, int factor);

}  // namespace mongokeep::test
