#pragma once

#include <string_view>

#include "archive/manifest.h"

namespace mongokeep::archive {

/// Goes over the records of a manifest's text, laid out as we write them: one member a line. Adds them up, and tells of
/// their files. False, with nothing to be relied on, where the text is laid out otherwise. It need not be a manifest's.
bool scan_records(std::string_view text, Totals& totals, const VisitFile& visit);

}  // namespace mongokeep::archive
