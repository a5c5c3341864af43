#include "support/program.h"

#include <cstdlib>

#include "support/temp_dir.h"

namespace mongokeep::test {
namespace {

/// Where the program finds no configuration of anybody's.
const std::filesystem::path& empty_home() {
  static const TempDir home;
  return home.path();
}

std::string inherited(const char* name) {
  const char* value = std::getenv(name);
  return value == nullptr ? "" : value;
}

ChildSettings child_of(const ProgramCall& call) {
  ChildSettings settings;
  if (!call.redirections.empty()) settings.command = {"/bin/sh", "-c", R"(exec "$0" "$@" )" + call.redirections};
  settings.command.push_back(program_path().string());
  settings.command.insert(settings.command.end(), call.arguments.begin(), call.arguments.end());
  settings.environment = call.environment;
  settings.environment.emplace("PATH", inherited("PATH"));
  settings.environment.emplace("HOME", empty_home().string());
  settings.environment.emplace("LANG", "C.UTF-8");
  // The driver keeps counters in /dev/shm under the process's number, before main begins. A process that was killed
  // leaves them there, and the next one of that number would begin with a line of the driver's own.
  settings.environment.emplace("MONGOC_DISABLE_SHM", "1");
  // Of the thread sanitizer, where the program is built with it.
  if (const std::string sanitizer = inherited("TSAN_OPTIONS"); !sanitizer.empty()) {
    settings.environment.emplace("TSAN_OPTIONS", sanitizer);
  }
  settings.working_folder = call.working_folder;
  settings.screen = call.screen;
  settings.file_modes = call.file_modes;
  settings.umask = call.umask;
  settings.file_size_limit = call.file_size_limit;
  settings.descriptor_limit = call.descriptor_limit;
  return settings;
}

}  // namespace

RunningProgram::RunningProgram(const ProgramCall& call) : child_(child_of(call)) {}

ProgramResult RunningProgram::wait() {
  const ChildEnd end = child_.wait(patience);
  return {end.exit_code, end.signal, child_.standard_output(), child_.standard_error()};
}

ProgramResult run_program(const ProgramCall& call) {
  return RunningProgram(call).wait();
}

std::filesystem::path program_path() {
  return MONGOKEEP_PROGRAM;
}

}  // namespace mongokeep::test
