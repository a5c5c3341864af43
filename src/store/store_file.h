#pragma once

#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>

#include "archive/readable_folder.h"
#include "store/read_window.h"

namespace mongokeep::store {

/// A file of a store. What it ends with is fetched by itself, since packed files say there where their parts lie.
class StoreFile final : public archive::ReadableFile {
 public:
  StoreFile(std::shared_ptr<const Remote> remote, std::string path, std::uint64_t size, std::stop_token stop);

  std::uint64_t size() const override { return size_; }
  void read_at(std::uint64_t offset, std::span<char> room) const override;
  std::unique_ptr<stream::Source> source(stream::FileSource::From from) const override;
  bool is_far() const override { return true; }

 private:
  void read_tail(std::uint64_t offset, std::span<char> room) const;

  std::shared_ptr<const Remote> remote_;
  std::string path_;
  std::uint64_t size_;
  std::uint64_t tail_begin_;
  std::stop_token stop_;
  mutable std::mutex mutex_;
  mutable std::optional<std::string> tail_;
  mutable ReadWindow window_;
};

}  // namespace mongokeep::store
