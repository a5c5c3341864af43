#pragma once

#include "stream/checksum.h"
#include "stream/sink.h"

namespace mongokeep::stream {

/// Adds what passes to a checksum. Borrows both.
class ChecksumSink final : public Sink {
 public:
  ChecksumSink(Checksum& checksum, Sink& next) : checksum_(checksum), next_(next) {}

  void write(std::string_view bytes) override {
    checksum_.add(bytes);
    next_.write(bytes);
  }
  void finish() override { next_.finish(); }

 private:
  Checksum& checksum_;
  Sink& next_;
};

}  // namespace mongokeep::stream
