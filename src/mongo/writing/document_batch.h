#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "extjson/bson_view.h"

namespace mongokeep::mongo {

/// Documents on their way to the server, their bytes one behind the other; cleared and filled again.
class DocumentBatch {
 public:
  void add(extjson::BsonView document) {
    ends_.push_back(bytes_.size() + document.size);
    bytes_.insert(bytes_.end(), document.data, document.data + document.size);
  }
  void clear() {
    bytes_.clear();
    ends_.clear();
  }

  std::size_t size() const { return ends_.size(); }
  bool empty() const { return ends_.empty(); }
  std::size_t bytes() const { return bytes_.size(); }
  extjson::BsonView operator[](std::size_t index) const {
    const std::size_t begin = index == 0 ? 0 : ends_[index - 1];
    return {bytes_.data() + begin, ends_[index] - begin};
  }

 private:
  std::vector<std::uint8_t> bytes_;
  std::vector<std::size_t> ends_;
};

}  // namespace mongokeep::mongo
