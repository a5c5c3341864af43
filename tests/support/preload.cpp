#include "support/preload.h"

namespace mongokeep::test {
namespace {

void preload(ProgramCall& call, const std::string& library) {
  std::string& libraries = call.environment["LD_PRELOAD"];
  if (libraries.find(library) == std::string::npos) libraries = libraries.empty() ? library : library + " " + libraries;
  // The sanitizer's own library is not the first one then, which it would complain of.
  call.environment["ASAN_OPTIONS"] = "verify_asan_link_order=0";
}

}  // namespace

void record_disk_calls(ProgramCall& call, const std::filesystem::path& record, FileSystem file_system) {
  preload(call, MKTEST_DISK_RECORDER);
  call.environment["MKTEST_DISK_CALLS"] = record.string();
  if (file_system == FileSystem::ext4) call.environment["MKTEST_FILE_SYSTEM"] = "ext4";
  if (file_system == FileSystem::other) call.environment["MKTEST_FILE_SYSTEM"] = "other";
}

void add_flaw(ProgramCall& call, const std::string& variable, const std::string& value) {
  preload(call, MKTEST_FLAWED_MACHINE);
  call.environment[variable] = value;
}

void fail_calls(ProgramCall& call, const std::string& rules) {
  preload(call, MKTEST_FAILING_CALLS);
  call.environment["MKTEST_FAILING_CALLS"] = rules;
}

void hurry(ProgramCall& call, int factor) {
  preload(call, MKTEST_TIME_LAPSE_LIBRARY);
  call.environment["MKTEST_TIME_LAPSE"] = std::to_string(factor);
}

}  // namespace mongokeep::test
