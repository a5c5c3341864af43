#pragma once

#include <cstdint>
#include <string>

#include "stream/checksum.h"
#include "stream/read_back.h"
#include "stream/sink.h"

namespace mongokeep::stream {

/// Writes to a file as the bytes come (callers write in large pieces), and reads back behind it what has come to the
/// disk. That the rest is there is for the file's owner to wait for.
class FileSink final : public Sink {
 public:
  /// Borrows the descriptor. `subject` is the file's path, for errors.
  FileSink(int descriptor, std::string subject);

  void write(std::string_view bytes) override;
  void finish() override {}

  /// Of what was read back, as ReadBack::finish() has it; once, after finish().
  Checksum take_read_back() { return read_back_.finish(); }

 private:
  int descriptor_;
  std::uint64_t written_ = 0;
  std::string subject_;
  ReadBack read_back_;
};

}  // namespace mongokeep::stream
