#pragma once

#include <cstdint>
#include <string>

#include "stream/sink.h"

namespace mongokeep::stream {

/// Writes to a file as the bytes come (callers write in large pieces). That they are on the disk is for the file's
/// owner to wait for; most of them are on their way by then.
class FileSink final : public Sink {
 public:
  /// Borrows the descriptor. `subject` is the file's path, for errors.
  FileSink(int descriptor, std::string subject);

  void write(std::string_view bytes) override;
  void finish() override;

 private:
  int descriptor_;
  std::uint64_t written_ = 0;
  std::uint64_t on_its_way_ = 0;
  std::string subject_;
};

}  // namespace mongokeep::stream
