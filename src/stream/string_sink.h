#pragma once

#include <string>

#include "stream/sink.h"

namespace mongokeep::stream {

/// Collects what is written in memory. Borrows the text.
class StringSink final : public Sink {
 public:
  explicit StringSink(std::string& text) : text_(text) {}

  void write(std::string_view bytes) override { text_ += bytes; }
  void finish() override {}

 private:
  std::string& text_;
};

}  // namespace mongokeep::stream
