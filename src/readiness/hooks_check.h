#pragma once

#include <stop_token>

#include "readiness/findings.h"

namespace mongokeep::readiness {

/// Who hears of a failure: whether the commands' programs are there, and the addresses are reached. Nothing is run, and
/// no request is sent.
void check_hooks(const Hooks& hooks, Findings& findings, const std::stop_token& stop);

}  // namespace mongokeep::readiness
