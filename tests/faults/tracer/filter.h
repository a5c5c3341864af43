#pragma once

namespace mongokeep::faults {

/// In the process that is going to be traced: has the calls of the table stop for the tracer, all others run at full
/// speed.
void install_filter();

}  // namespace mongokeep::faults
