#include "age_testkit/kit_file.h"

#include <algorithm>
#include <map>
#include <stdexcept>

#include "support/files.h"

namespace mongokeep::stream::age {
namespace {

Expected expected_from(const std::string& text) {
  static const std::map<std::string, Expected> known = {
      {"success", Expected::success},
      {"no match", Expected::no_match},
      {"HMAC failure", Expected::hmac_failure},
      {"header failure", Expected::header_failure},
      {"payload failure", Expected::payload_failure},
  };
  return known.at(text);
}

void take_fact(KitFile& file, const std::string& name, const std::string& value) {
  if (name == "expect") {
    file.expected = expected_from(value);
  } else if (name == "identity") {
    file.identities.push_back(value);
  } else if (name == "passphrase") {
    file.passphrases.push_back(value);
  } else if (name == "payload") {
    file.payload = value;
  } else if (name != "file key" && name != "comment") {
    throw std::runtime_error(file.name + " has the fact \"" + name + "\", which is not known");
  }
}

KitFile parse(const std::string& name, const std::string& head, std::string age_file) {
  KitFile file;
  file.name = name;
  for (const std::string& line : test::lines_of(head)) {
    const std::size_t colon = line.find(": ");
    if (colon == std::string::npos) throw std::runtime_error(name + " has a line that is no fact");
    take_fact(file, line.substr(0, colon), line.substr(colon + 2));
  }
  file.file = std::move(age_file);
  return file;
}

}  // namespace

bool KitFile::needs_foreign_key() const {
  return std::any_of(identities.begin(), identities.end(),
                     [](const std::string& identity) { return identity.starts_with("AGE-SECRET-KEY-PQ-1"); });
}

std::vector<KitFile> read_kit(const std::filesystem::path& folder, std::vector<std::string>& armored) {
  std::vector<KitFile> files;
  for (const std::string& name : test::names_in(folder)) {
    const std::string text = test::read_file(folder / name);
    const std::size_t end = text.find("\n\n");
    if (end == std::string::npos) throw std::runtime_error(name + " has no facts");
    const std::string head = text.substr(0, end);
    if (head.find("\narmored: yes") != std::string::npos) {
      armored.push_back(name);
    } else {
      files.push_back(parse(name, head, text.substr(end + 2)));
    }
  }
  return files;
}

}  // namespace mongokeep::stream::age
