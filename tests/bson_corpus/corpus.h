#pragma once

#include <gtest/gtest.h>

#include <cstdint>
#include <functional>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

namespace mongokeep::extjson {

/// The bytes that a case gives in hexadecimal digits, in memory of exactly their size.
std::vector<std::uint8_t> from_hex(const std::string& hex);

/// MongoDB's bson-corpus, file by file in order of names.
class BsonCorpus : public testing::Test {
 protected:
  using Case = nlohmann::json;
  using Visit = std::function<void(const std::string& name, const Case&)>;

  /// Fails where the corpus is missing.
  void for_each_file(const Visit& visit);
  /// The cases of this kind, which is a file's member: "valid", "decodeErrors" or "parseErrors". `name` says which file
  /// and which case.
  void for_each_case(const char* kind, const Visit& visit);

  int files() const { return files_; }

 private:
  int files_ = 0;
};

}  // namespace mongokeep::extjson
