#include "hooks/stop_event.h"

#include <sys/eventfd.h>

#include <cerrno>

#include "mongokeep/error.h"

namespace mongokeep::hooks {

namespace {

UniqueFd open_event() {
  UniqueFd event(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!event) throw storage_error("wait for the end of", "a hook's command", errno);
  return event;
}

}  // namespace

StopEvent::StopEvent(const std::stop_token& stop)
    : event_(open_event()), signal_(stop, [this] { ::eventfd_write(event_.get(), 1); }) {}

}  // namespace mongokeep::hooks
