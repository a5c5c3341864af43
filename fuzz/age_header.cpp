// The header of an age file: any bytes, or an edited one, as the input's first byte says. What opens is the key that
// was sealed.

#include <optional>
#include <string>

#include "fuzz/edits.h"
#include "fuzz/require.h"
#include "fuzz/sealed_file.h"
#include "fuzz/target.h"
#include "stream/memory_read_at.h"

namespace mongokeep::fuzz {

namespace {

/// The mark of the key that opens the bytes; nothing where they are refused.
std::optional<std::string> opened(const SealedFile& sealed, const std::string& bytes) {
  try {
    return sealed.identities.open(stream::MemoryReadAt(bytes), "the input").mark();
  } catch (const Error& error) {
    require(error.kind() == ErrorKind::damaged || error.kind() == ErrorKind::sealed, error.what());
    return std::nullopt;
  }
}

}  // namespace

void check_input(std::string_view input) {
  static const SealedFile sealed(10);
  if (input.empty()) return;
  const bool is_edit = (input.front() & 1) != 0;
  input.remove_prefix(1);
  const std::string bytes = is_edit ? edited(sealed.file, input) : std::string(input);
  const auto mark = opened(sealed, bytes);
  require(!mark || *mark == sealed.mark, "what opens is the key that was sealed");
  require(mark || bytes != sealed.file, "an untouched header opens");
}

}  // namespace mongokeep::fuzz
