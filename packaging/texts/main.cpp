#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iostream>

#include "bash_completion.h"
#include "fish_completion.h"
#include "man_page.h"
#include "zsh_completion.h"

namespace {

void write(const std::filesystem::path& path, const std::string& text) {
  std::ofstream file;
  file.exceptions(std::ios::failbit | std::ios::badbit);
  file.open(path, std::ios::binary);
  file << text;
  file.close();
}

void write_texts(const std::filesystem::path& folder) {
  using namespace mongokeep::packaging;
  std::filesystem::create_directories(folder);
  write(folder / "mongokeep.1", man_page());
  write(folder / "mongokeep", bash_completion());
  write(folder / "_mongokeep", zsh_completion());
  write(folder / "mongokeep.fish", fish_completion());
}

}  // namespace

/// Writes the man page and the completions into a folder, under the names that they are installed by.
int main(int count, char** words) {
  if (count != 2) {
    std::cerr << "Usage: mongokeep_texts FOLDER\n";
    return 2;
  }
  try {
    write_texts(words[1]);
    return EXIT_SUCCESS;
  } catch (const std::exception& error) {
    std::cerr << "mongokeep_texts: cannot write into " << words[1] << ": " << error.what() << "\n";
    return EXIT_FAILURE;
  }
}
