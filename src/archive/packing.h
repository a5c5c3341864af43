#pragma once

#include <optional>

#include "archive/file_name.h"
#include "stream/age/recipients.h"

namespace mongokeep::archive {

/// What a run does to the text of its files.
struct Packing {
  std::optional<int> zstd_level;                           ///< nothing: not compressed
  std::optional<stream::age::Recipients> recipients = {};  ///< nobody: not encrypted

  FileForm form() const { return {.is_compressed = zstd_level.has_value(), .is_encrypted = recipients.has_value()}; }
};

}  // namespace mongokeep::archive
