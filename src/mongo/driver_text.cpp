#include "mongo/driver_text.h"

#include <string_view>

namespace mongokeep::mongo {

std::string driver_text(const Redactor& redactor, const bson_error_t& error) {
  const std::string_view text(error.message);
  // The last byte of the buffer, whose size differs between versions, is its NUL.
  const bool is_cut = text.size() + 1 >= sizeof(error.message);
  return redactor.cleaned_foreign(is_cut ? std::string(text) + "…" : std::string(text));
}

}  // namespace mongokeep::mongo
