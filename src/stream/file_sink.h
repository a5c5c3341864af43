#pragma once

#include <string>

#include "stream/sink.h"

namespace mongokeep::stream {

/// Writes to a file as the bytes come (callers write in large pieces), and waits for the disk in finish().
class FileSink final : public Sink {
 public:
  /// Borrows the descriptor. `subject` is the file's path, for errors.
  FileSink(int descriptor, std::string subject);

  void write(std::string_view bytes) override;
  void finish() override;

 private:
  int descriptor_;
  std::string subject_;
};

}  // namespace mongokeep::stream
