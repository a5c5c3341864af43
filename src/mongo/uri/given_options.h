#pragma once

#include <initializer_list>
#include <string>
#include <string_view>

#include "mongo/uri/uri_parts.h"

namespace mongokeep::mongo {

/// The options of a connection string by name, whatever their case. The parts have to outlive it.
class GivenOptions {
 public:
  explicit GivenOptions(const UriParts& parts) : parts_(parts) {}

  const UriOption* find(std::string_view name) const;
  bool has(std::string_view name) const { return find(name) != nullptr; }
  /// Percent-decoded; empty where it is not given.
  std::string value(std::string_view name) const;
  bool is_on(std::string_view name) const;
  bool is_off(std::string_view name) const;

 private:
  bool is_word(std::string_view name, std::initializer_list<std::string_view> words) const;

  const UriParts& parts_;
};

}  // namespace mongokeep::mongo
