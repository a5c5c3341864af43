#pragma once

#include <string>

namespace mongokeep::mongo {

/// A database and a collection in it.
struct Namespace {
  std::string database;
  std::string collection;

  std::string text() const { return database + "." + collection; }
};

}  // namespace mongokeep::mongo
