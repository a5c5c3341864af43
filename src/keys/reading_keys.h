#pragma once

#include <memory>

#include "stream/age/identities.h"

namespace mongokeep::keys {

/// What a reader brings along.
struct ReadingKeys {
  std::shared_ptr<const stream::age::Identities> identities = std::make_shared<stream::age::Identities>();
  /// Whether, with a key at hand, a backup that no sealed manifest binds is taken for what was written.
  enum class Unsealed { refused, accepted } unsealed = Unsealed::refused;
};

}  // namespace mongokeep::keys
