#pragma once

#include <string_view>

#include "archive/manifest.h"

namespace mongokeep::archive {

/// Goes over the records of a manifest's text, laid out as we write them: one member a line, none that we do not know.
/// Adds them up, and tells of their files. False, with nothing to be relied on, where the text is laid out otherwise,
/// or anything is wrong with it: what this takes, whoever reads by events takes too, for the same.
bool scan_records(std::string_view text, bool is_closed, Totals& totals, const VisitFile& visit);

}  // namespace mongokeep::archive
