#pragma once

#include <memory>
#include <string>

#include "archive/readable_folder.h"
#include "base/files/unique_fd.h"
#include "stream/file_read_at.h"

namespace mongokeep::archive {

/// A file of this machine.
class LocalFile final : public ReadableFile {
 public:
  /// Of a regular file. `subject` is its path, for errors. Throws Error{storage}.
  LocalFile(UniqueFd file, const std::string& subject)
      : descriptor_(std::move(file)), subject_(subject), bytes_(descriptor_.get(), subject) {}

  std::uint64_t size() const override { return bytes_.size(); }
  void read_at(std::uint64_t offset, std::span<char> room) const override { bytes_.read_at(offset, room); }
  std::unique_ptr<stream::Source> source(stream::FileSource::From from) const override {
    return std::make_unique<stream::FileSource>(descriptor_.get(), subject_, from);
  }

 private:
  UniqueFd descriptor_;
  std::string subject_;
  stream::FileReadAt bytes_;
};

}  // namespace mongokeep::archive
