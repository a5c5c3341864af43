#pragma once

#include <memory>
#include <optional>
#include <utility>

#include "archive/packing.h"
#include "stream/age/file_key.h"
#include "stream/sink.h"

namespace mongokeep::archive {

/// Packs text on its way to a file: compresses it, then encrypts it, as far as the packing says.
class PackedSink final : public stream::Sink {
 public:
  /// Borrows `file`.
  PackedSink(const Packing& packing, stream::Sink& file);

  void write(std::string_view bytes) override { first_->write(bytes); }
  void finish() override { first_->finish(); }

  /// What the file is encrypted with, once it is finished; nothing where it is not.
  std::optional<stream::age::FileKey> take_key() { return std::move(key_); }

 private:
  std::optional<stream::age::FileKey> key_;
  std::unique_ptr<stream::Sink> encrypted_;
  std::unique_ptr<stream::Sink> compressed_;
  stream::Sink* first_;
};

}  // namespace mongokeep::archive
