// A configuration file of any text.

#include "cli/settings/config_file.h"
#include "fuzz/require.h"
#include "fuzz/target.h"

namespace mongokeep::fuzz {

void check_input(std::string_view input) {
  unless_refused(ErrorKind::configuration, [&] { return cli::parse_config(input, "the input").size(); });
}

}  // namespace mongokeep::fuzz
