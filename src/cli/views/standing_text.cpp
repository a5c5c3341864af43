#include "cli/views/standing_text.h"

namespace mongokeep::cli {

std::string_view standing_text(archive::Standing standing) {
  switch (standing) {
    case archive::Standing::complete: return "complete";
    case archive::Standing::partial: return "partial";
    case archive::Standing::damaged: return "damaged";
    case archive::Standing::unreadable: return "unreadable";
    case archive::Standing::legacy: return "legacy";
    case archive::Standing::unfinished: return "unfinished";
    case archive::Standing::foreign: return "foreign";
  }
  return "foreign";
}

}  // namespace mongokeep::cli
