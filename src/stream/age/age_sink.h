#pragma once

#include <memory>
#include <string>

#include "stream/age/file_key.h"
#include "stream/sink.h"

namespace mongokeep::stream::age {

/// Encrypts into an age file (C2SP age v1): the header, a nonce, and the payload in chunks of 64 KiB, each sealed with
/// ChaCha20-Poly1305 under its number and whether it is the last (STREAM).
class AgeSink final : public Sink {
 public:
  /// `header` is what Recipients::header_for(key) gave. Borrows `next`.
  AgeSink(const FileKey& key, std::string header, Sink& next);
  ~AgeSink() override;
  AgeSink(const AgeSink&) = delete;
  AgeSink& operator=(const AgeSink&) = delete;

  void write(std::string_view bytes) override;
  void finish() override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

}  // namespace mongokeep::stream::age
