#include "cli/parts.h"

#include <spdlog/version.h>
#include <toml++/toml.h>

#include <CLI/Version.hpp>
#include <utility>

#include "base/part.h"

namespace mongokeep::cli {

namespace {

std::vector<Part> own_parts() {
  return {{"spdlog", version_text(SPDLOG_VER_MAJOR, SPDLOG_VER_MINOR, SPDLOG_VER_PATCH), Part::Origin::headers},
          {"CLI11", CLI11_VERSION, Part::Origin::headers},
          {"toml++", version_text(TOML_LIB_MAJOR, TOML_LIB_MINOR, TOML_LIB_PATCH), Part::Origin::headers}};
}

}  // namespace

std::vector<Part> all_parts() {
  std::vector<Part> all = linked_parts();
  for (Part& part : own_parts()) all.push_back(std::move(part));
  return all;
}

}  // namespace mongokeep::cli
