#pragma once

#include <functional>
#include <optional>
#include <string>

#include "end_to_end/scene.h"
#include "support/wire_tap.h"

namespace mongokeep::test {

/// Changes the answers to commands that begin so (`{ "find" : "users"`); the others stay.
inline WireTap::Edit change_answers(const std::string& beginning, const std::function<void(Json& answer)>& change) {
  return [beginning, change](const std::string& command, const std::string& answer) -> std::optional<std::string> {
    if (!command.starts_with(beginning)) return std::nullopt;
    Json changed = Json::parse(answer);
    change(changed);
    return changed.dump();
  };
}

}  // namespace mongokeep::test
