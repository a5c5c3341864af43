#pragma once

#include <string>

#include "stream/age/identities.h"

namespace mongokeep::fuzz {

/// An age file, and what opens it. Its keys are fresh ones in each process, its text always the same.
struct SealedFile {
  std::string text;
  std::string file;
  stream::age::Identities identities;
  std::string mark;  ///< of the key

  explicit SealedFile(std::size_t size);
};

}  // namespace mongokeep::fuzz
