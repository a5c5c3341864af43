#pragma once

#include <bson/bson.h>

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace mongokeep::bench {

/// Documents of one kind, back to back as a batch from a server has them. The same in every run.
class Documents {
 public:
  /// Copies the bytes.
  void add(const bson_t& document);

  std::size_t count() const { return offsets_.size(); }
  std::size_t bytes() const { return bytes_.size(); }
  const std::uint8_t* data(std::size_t index) const { return bytes_.data() + offsets_[index]; }
  /// In bytes, of one document.
  std::size_t size(std::size_t index) const;

 private:
  std::vector<std::uint8_t> bytes_;
  std::vector<std::size_t> offsets_;
};

/// A kind of document, as the goals for text name them.
struct Kind {
  std::string name;
  Documents (*make)();
};

/// Those that the goals are over, in the order of the table.
const std::vector<Kind>& kinds();

}  // namespace mongokeep::bench
