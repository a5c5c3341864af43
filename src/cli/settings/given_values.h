#pragma once

#include <map>
#include <string>
#include <vector>

namespace mongokeep::cli {

struct Setting;

/// Where a value was given, weakest first.
enum class Source { file, environment, flag };

/// What one source says about one setting, still as text.
struct Given {
  Source source = Source::flag;
  std::string origin;               ///< for errors: "--root", "MONGOKEEP_ROOT", "keep.toml:3: root"
  std::vector<std::string> values;  ///< one, or any number for a list
  /// Of a setting that stands in each [[stores]]: where each value was given. The values are the stores', in their
  /// order, an empty one where a store has none.
  std::vector<std::string> origins = {};
};

/// What one source says, by setting; the keys are rows of the setting table.
using GivenValues = std::map<const Setting*, Given>;

}  // namespace mongokeep::cli
