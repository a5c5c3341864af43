#pragma once

#include <string>
#include <string_view>

namespace mongokeep {

/// What failed, and why: "cannot read users.json: no such file". What failed may end with a colon of its own, as the
/// name of a store does: "cannot list offsite: connection refused".
inline std::string with_cause(std::string what, std::string_view cause) {
  if (cause.empty()) return what;
  what += what.ends_with(':') ? " " : ": ";
  return what.append(cause);
}

}  // namespace mongokeep
