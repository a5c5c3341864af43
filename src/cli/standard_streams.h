#pragma once

namespace mongokeep::cli {

/// Opens /dev/null in the place of a standard stream that is closed: the next file or connection would get its number
/// otherwise, and what is meant for a terminal would go into a backup. To be called first of all. Ends the process
/// where even that cannot be opened.
void open_standard_streams();

}  // namespace mongokeep::cli
