#include "archive/packed_sink.h"

#include "stream/age/age_sink.h"
#include "stream/zstd/zstd_sink.h"

namespace mongokeep::archive {

PackedSink::PackedSink(const Packing& packing, stream::Sink& file) : first_(&file) {
  if (packing.recipients) {
    key_ = stream::age::FileKey::generate();
    encrypted_ = std::make_unique<stream::age::AgeSink>(*key_, packing.recipients->header_for(*key_), *first_);
    first_ = encrypted_.get();
  }
  if (packing.zstd_level) {
    compressed_ = std::make_unique<stream::ZstdSink>(*packing.zstd_level, *first_);
    first_ = compressed_.get();
  }
}

}  // namespace mongokeep::archive
