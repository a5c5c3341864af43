#pragma once

#include <cstdlib>
#include <filesystem>
#include <stdexcept>
#include <string>

namespace mongokeep::test {

/// A new folder, by default below the system's folder for temporary files; removed with all that is in it.
class TempDir {
 public:
  explicit TempDir(const std::filesystem::path& where = std::filesystem::temp_directory_path()) {
    std::string name = (where / "mongokeep-test.XXXXXX").string();
    if (::mkdtemp(name.data()) == nullptr) throw std::runtime_error("cannot make a temporary folder");
    path_ = name;
  }
  ~TempDir() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
  }
  TempDir(const TempDir&) = delete;
  TempDir& operator=(const TempDir&) = delete;

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
};

}  // namespace mongokeep::test
