#pragma once

#include <memory>
#include <string>

#include "stream/age/file_key.h"
#include "stream/read_at.h"

namespace mongokeep::stream::age {

/// The plaintext of an age file, read at any place: each chunk is opened when it is asked for, and nothing of a chunk
/// that was changed, moved, or taken from another file is ever given out (Error{damaged}, which says which chunk).
/// That the file has its true end is known from the beginning: the last chunk is opened first.
class AgeFile final : public ReadAt {
 public:
  /// Borrows the file; `key` is what Identities::open() gave of it, or what it was written with. Throws Error{damaged}
  /// for a header that is not of this key, and for a file that was cut.
  AgeFile(const ReadAt& file, FileKey key, std::string subject);
  ~AgeFile() override;
  AgeFile(const AgeFile&) = delete;
  AgeFile& operator=(const AgeFile&) = delete;

  /// Of the plaintext.
  std::uint64_t size() const override;
  void read_at(std::uint64_t offset, std::span<char> room) const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mongokeep::stream::age
