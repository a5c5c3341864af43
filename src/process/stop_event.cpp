#include "process/stop_event.h"

#include <sys/eventfd.h>

#include <cerrno>

#include "mongokeep/error.h"

namespace mongokeep::process {

namespace {

UniqueFd open_event(const std::string& name) {
  UniqueFd event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!event) throw storage_error("wait for the end of", name, errno);
  return event;
}

}  // namespace

StopEvent::StopEvent(const std::stop_token& stop, const std::string& name)
    : event_(open_event(name)), signal_(stop, [this] { ::eventfd_write(event_.get(), 1); }) {}

}  // namespace mongokeep::process
