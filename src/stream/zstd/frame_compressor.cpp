#include "stream/zstd/frame_compressor.h"

#include <new>

#include "mongokeep/error.h"
#include "stream/little_endian.h"

namespace mongokeep::stream {

namespace {

/// A frame's own checksum is its last four bytes, the low half of the text's XXH64: what the seek table wants as well.
constexpr std::size_t checksum_size = 4;

std::size_t checked(std::size_t result) {
  if (ZSTD_isError(result) != 0) {
    throw Error(ErrorKind::storage, "compress", "the text", ZSTD_getErrorName(result));
  }
  return result;
}

}  // namespace

FrameCompressor::FrameCompressor(int level) : context_(ZSTD_createCCtx()) {
  if (!context_) throw std::bad_alloc();
  checked(ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_compressionLevel, level));
  checked(ZSTD_CCtx_setParameter(context_.get(), ZSTD_c_checksumFlag, 1));
}

SeekTable::Frame FrameCompressor::compress(std::string_view text) {
  bytes_.resize(ZSTD_compressBound(text.size()));
  size_ = checked(ZSTD_compress2(context_.get(), bytes_.data(), bytes_.size(), text.data(), text.size()));
  return {static_cast<std::uint32_t>(size_), static_cast<std::uint32_t>(text.size()),
          little_endian_32(bytes_.data() + size_ - checksum_size)};
}

}  // namespace mongokeep::stream
