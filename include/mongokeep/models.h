#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace mongokeep {

/// A model of the application and the collection that holds its documents.
struct Model {
  std::string name;
  std::string collection;
};

/// The collection name that Mongoose (9) gives a model of an ASCII name: lower case and plural ("User" → "users",
/// "Person" → "people", "Sheep" → "sheep", "Settings2" → "settings2").
std::string pluralize(std::string_view model_name);

/// The models that an application has registered for backup, in the order of their registration.
class Models {
 public:
  /// Registers `name`, kept in `pluralize(name)`. Throws Error{configuration} as below, and for a name that is not
  /// ASCII.
  Models& add(std::string name);
  /// Registers `name`, kept in `collection`.
  /// Throws Error{configuration} for an empty name, or for a second model over the same collection.
  Models& add(std::string name, std::string collection);

  bool empty() const { return models_.empty(); }
  std::vector<Model>::const_iterator begin() const { return models_.begin(); }
  std::vector<Model>::const_iterator end() const { return models_.end(); }

 private:
  std::vector<Model> models_;
};

}  // namespace mongokeep
