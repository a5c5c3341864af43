#include "mongokeep/error.h"

#include <cerrno>
#include <system_error>
#include <utility>

#include "base/text/with_cause.h"

namespace mongokeep {

namespace {

std::string hint_for(int error_number) {
  if (error_number == ENOSPC || error_number == EDQUOT) {
    return "Free some space, or use another disk for the backups (--root)";
  }
  if (error_number == EFBIG) {
    return "The file is larger than a limit allows: check `ulimit -f` and the limits of the file system";
  }
  return {};
}

}  // namespace

Error::Error(ErrorKind kind, std::string operation, std::string subject, std::string cause, std::string hint)
    : kind_(kind),
      operation_(std::move(operation)),
      subject_(std::move(subject)),
      cause_(std::move(cause)),
      hint_(std::move(hint)),
      what_("cannot " + operation_) {
  if (!subject_.empty()) what_ += " " + subject_;
  what_ = with_cause(std::move(what_), cause_);
  if (!hint_.empty()) what_ += ". " + hint_;
}

Error Error::with_hint(std::string hint) const {
  Error other(kind_, operation_, subject_, cause_, std::move(hint));
  other.error_number_ = error_number_;
  return other;
}

Error storage_error(std::string operation, std::string subject, int error_number, std::string hint) {
  Error error(ErrorKind::storage, std::move(operation), std::move(subject),
              std::generic_category().message(error_number), hint.empty() ? hint_for(error_number) : std::move(hint));
  error.error_number_ = error_number;
  return error;
}

}  // namespace mongokeep
