#include "stream/zstd/frame_stream.h"

#include <fmt/format.h>
#include <zstd_errors.h>

#include <algorithm>
#include <new>
#include <utility>

namespace mongokeep::stream {

FrameStream::FrameStream(const ReadAt& file, std::string subject)
    : file_(file),
      subject_(std::move(subject)),
      context_(ZSTD_createDCtx()),
      packed_(ZSTD_DStreamInSize()),
      input_{packed_.data(), 0, 0} {
  if (!context_) throw std::bad_alloc();
  ZSTD_DCtx_setParameter(context_.get(), ZSTD_d_windowLogMax, largest_window);
}

std::size_t FrameStream::read(std::span<char> room) {
  ZSTD_outBuffer output{room.data(), room.size(), 0};
  while (output.pos == 0) {
    // What the decoder holds back comes out without new bytes.
    if (is_flushed_ && input_.pos == input_.size && !refill()) {
      if (is_within_frame_) throw damaged("the file ends in the middle of a frame");
      return 0;
    }
    const std::size_t result = ZSTD_decompressStream(context_.get(), &output, &input_);
    if (ZSTD_isError(result) != 0) {
      throw failure(result);
    }
    is_within_frame_ = result != 0;
    // Asked again at the end of a frame, the decoder would begin another one.
    is_flushed_ = result == 0 || output.pos < output.size;
  }
  return output.pos;
}

bool FrameStream::refill() {
  const auto size = static_cast<std::size_t>(std::min<std::uint64_t>(packed_.size(), file_.size() - offset_));
  file_.read_at(offset_, {packed_.data(), size});
  offset_ += size;
  input_ = {packed_.data(), size, 0};
  return size > 0;
}

Error FrameStream::failure(std::size_t result) const {
  switch (ZSTD_getErrorCode(result)) {
    case ZSTD_error_frameParameter_windowTooLarge:
      return damaged("decompression needs more than 128 MiB of memory",
                     "Decompress the file yourself with `zstd -d --long=31`");
    case ZSTD_error_prefix_unknown: return damaged("the data is not zstd");
    default: return damaged(ZSTD_getErrorName(result));
  }
}

Error FrameStream::damaged(const std::string& cause, const std::string& hint) const {
  const std::uint64_t place = offset_ - (input_.size - input_.pos);
  return Error(ErrorKind::damaged, "decompress", subject_, fmt::format("near byte {}: {}", place, cause), hint);
}

}  // namespace mongokeep::stream
