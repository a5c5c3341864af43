#include "bson_corpus/corpus.h"

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace mongokeep::extjson {

using nlohmann::json;

std::vector<std::uint8_t> from_hex(const std::string& hex) {
  std::vector<std::uint8_t> bytes;
  for (std::size_t index = 0; index + 1 < hex.size(); index += 2) {
    bytes.push_back(static_cast<std::uint8_t>(std::stoul(hex.substr(index, 2), nullptr, 16)));
  }
  bytes.shrink_to_fit();
  return bytes;
}

void BsonCorpus::for_each_file(const Visit& visit) {
  files_ = 0;
  const std::filesystem::path folder = BSON_CORPUS_FOLDER;
  ASSERT_TRUE(std::filesystem::is_directory(folder)) << folder << " is missing: run scripts/fetch-bson-corpus";
  std::vector<std::filesystem::path> paths;
  for (const auto& entry : std::filesystem::directory_iterator(folder)) {
    if (entry.path().extension() == ".json") paths.push_back(entry.path());
  }
  std::sort(paths.begin(), paths.end());
  ASSERT_FALSE(paths.empty()) << folder << " holds no file";
  for (const auto& path : paths) {
    std::ifstream file(path);
    visit(path.filename().string(), json::parse(file));
    ++files_;
  }
}

void BsonCorpus::for_each_case(const char* kind, const Visit& visit) {
  for_each_file([&](const std::string& file, const json& content) {
    for (const json& one : content.value(kind, json::array())) {
      const std::string name = file + ": " + one.at("description").get<std::string>();
      SCOPED_TRACE(name);
      visit(name, one);
    }
  });
}

}  // namespace mongokeep::extjson
