#include "cli/terminal/answer.h"

#include <utility>

#include "base/error_fields.h"

namespace mongokeep::cli {

void Answer::give(Json found, Unprinted unprinted, std::string hint) {
  found_ = std::move(found);
  unprinted_ = unprinted;
  hint_ = std::move(hint);
}

std::optional<Json> Answer::document(const std::optional<Error>& error, int exit_code) const {
  if (!found_ && !error) return std::nullopt;
  if (!error && !found_->is_object()) return found_;
  Json whole = found_ && found_->is_object() ? *found_ : Json::object();
  whole["error"] = error ? error_json(*error) : Json();
  if (error) whole["error"]["exitCode"] = exit_code;
  return whole;
}

}  // namespace mongokeep::cli
