#include "mongokeep/models.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <utility>

#include "base/text/ascii_text.h"
#include "mongokeep/error.h"

namespace mongokeep {

namespace {

/// A name that ends so loses its last `drop` letters and gets `add`.
struct Ending {
  std::string_view text;
  std::size_t drop;
  std::string_view add;
};

/// Irregular endings, the first that fits wins. Several are oddities of Mongoose ("safe" → "saves"): kept, since a name
/// that is only nearly right is another collection.
constexpr std::array irregular = {
    Ending{"human", 0, "s"},   Ending{"man", 2, "en"},    Ending{"person", 4, "ople"}, Ending{"child", 0, "ren"},
    Ending{"axis", 2, "es"},   Ending{"testis", 2, "es"}, Ending{"octopus", 2, "i"},   Ending{"cactus", 2, "i"},
    Ending{"focus", 2, "i"},   Ending{"fungus", 2, "i"},  Ending{"nucleus", 2, "i"},   Ending{"alias", 0, "es"},
    Ending{"status", 0, "es"}, Ending{"virus", 0, "es"},  Ending{"bus", 0, "es"},      Ending{"buffalo", 0, "es"},
    Ending{"tomato", 0, "es"}, Ending{"potato", 0, "es"}, Ending{"tum", 2, "a"},       Ending{"ium", 2, "a"},
    Ending{"sis", 2, "es"},    Ending{"lf", 1, "ves"},    Ending{"rf", 1, "ves"},      Ending{"hive", 0, "s"},
    Ending{"quy", 1, "ies"},   Ending{"x", 0, "es"},      Ending{"ch", 0, "es"},       Ending{"ss", 0, "es"},
    Ending{"sh", 0, "es"},     Ending{"mouse", 4, "ice"}, Ending{"louse", 4, "ice"},   Ending{"quiz", 0, "zes"},
    Ending{"s", 0, ""},
};

/// Names, whole, that Mongoose leaves as they are.
constexpr std::array<std::string_view, 27> uncountable = {
    "advice",    "energy",      "excretion", "digestion", "cooperation", "health", "justice",   "labour", "machinery",
    "equipment", "information", "pollution", "sewage",    "paper",       "money",  "species",   "series", "rain",
    "rice",      "fish",        "sheep",     "moose",     "deer",        "news",   "expertise", "status", "media"};

bool is_letter(char c) {
  return c >= 'a' && c <= 'z';
}

std::string replace_ending(const std::string& name, std::size_t drop, std::string_view add) {
  return name.substr(0, name.size() - drop) + std::string(add);
}

/// "company" → "companies", but "day" → "days".
bool ends_in_consonant_and_y(std::string_view name) {
  return name.size() >= 2 && name.back() == 'y' &&
         std::string_view("aeiouy").find(name[name.size() - 2]) == std::string_view::npos;
}

/// "wife" → "wives", but "giraffe" → "giraffes".
bool ends_in_single_fe(std::string_view name) {
  return name.size() >= 3 && name.ends_with("fe") && name[name.size() - 3] != 'f';
}

}  // namespace

std::string pluralize(std::string_view model_name) {
  std::string name = ascii_lower(model_name);
  if (name.empty() || std::find(uncountable.begin(), uncountable.end(), name) != uncountable.end()) return name;
  if (name == "ox") return "oxen";
  if (name == "goose") return "geese";
  if (ends_in_single_fe(name)) return replace_ending(name, 2, "ves");
  if (ends_in_consonant_and_y(name)) return replace_ending(name, 1, "ies");
  for (const Ending& ending : irregular) {
    if (name.ends_with(ending.text)) return replace_ending(name, ending.drop, ending.add);
  }
  return is_letter(name.back()) ? name + "s" : name;
}

Models& Models::add(std::string name) {
  const auto is_ascii = [](char c) { return static_cast<unsigned char>(c) < 0x80; };
  if (!std::all_of(name.begin(), name.end(), is_ascii)) {
    // Mongoose lowers these letters by Unicode's tables: a guess here would look at another collection.
    throw Error(ErrorKind::configuration, "register the model", name, "the plural is defined only for ASCII names",
                "Name its collection: { name = \"" + name + "\", collection = \"…\" }");
  }
  std::string collection = pluralize(name);
  return add(std::move(name), std::move(collection));
}

Models& Models::add(std::string name, std::string collection) {
  if (name.empty() || collection.empty()) {
    throw Error(ErrorKind::configuration, "register the model", name, "a model needs a name and a collection");
  }
  for (const Model& model : models_) {
    if (model.collection != collection) continue;
    throw Error(ErrorKind::configuration, "register the model", name,
                "its collection `" + collection + "` already belongs to the model " + model.name);
  }
  models_.push_back({std::move(name), std::move(collection)});
  return *this;
}

}  // namespace mongokeep
