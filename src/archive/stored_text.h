#pragma once

#include <memory>
#include <string>

#include "archive/file_name.h"
#include "stream/age/file_key.h"
#include "stream/age/identities.h"
#include "stream/read_at.h"
#include "stream/source.h"

namespace mongokeep::archive {

/// The text of a stored file, from its beginning, decrypted and decompressed as its form asks for. read() throws
/// Error{damaged} at the first place that is not as it was written: no byte behind it is given out.
class StoredText final : public stream::Source {
 public:
  /// `path` is the file's, for errors. `key_mark` is what the manifest says of the key that the file is encrypted with;
  /// empty: nothing. Throws Error{sealed} when `keys` do not open it, Error{damaged} for another key than the
  /// manifest's, and for what is no such file at all.
  StoredText(std::unique_ptr<stream::ReadAt> file, const std::string& path, FileForm form,
             const stream::age::Identities& keys, const std::string& key_mark = {});
  /// Of any file: its first bytes tell its form. Throws Error{damaged} for one that is not what its name says.
  StoredText(std::unique_ptr<stream::ReadAt> file, const std::string& path, const stream::age::Identities& keys);
  /// One that is being made, encrypted with `key`; null where it is not encrypted. Borrows the descriptor and the key.
  StoredText(int descriptor, const std::string& path, FileForm form, const stream::age::FileKey* key);

  std::size_t read(std::span<char> room) override { return text_->read(room); }

 private:
  void decrypt(const std::string& path, stream::age::FileKey key);
  void decompress(const std::string& path, bool is_compressed);
  const stream::ReadAt& decrypted() const;

  std::unique_ptr<stream::ReadAt> file_;
  std::unique_ptr<stream::ReadAt> decrypted_;
  std::unique_ptr<stream::Source> text_;
};

}  // namespace mongokeep::archive
