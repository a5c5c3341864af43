#pragma once

namespace mongokeep::cli {

/// Opens /dev/null in the place of a standard stream that is closed: the next file or connection would get its number
/// otherwise, and what is meant for a terminal would go into a backup. What is printed then fails, as on a closed
/// stream; what is logged is lost. To be called first of all. Ends the process with 1 where nothing can be opened.
void open_standard_streams();

}  // namespace mongokeep::cli
