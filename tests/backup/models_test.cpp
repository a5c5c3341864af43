#include "mongokeep/models.h"

#include <gtest/gtest.h>

#include "mongokeep/error.h"

namespace mongokeep {
namespace {

std::string error_of(Models& models, const char* name, const char* collection) {
  try {
    collection == nullptr ? models.add(name) : models.add(name, collection);
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

// Expected values are what Mongoose 9.12's own pluralize gives.
TEST(Pluralize, IsMongooses) {
  const std::pair<const char*, const char*> words[] = {{"User", "users"},
                                                       {"Product", "products"},
                                                       {"OrderItem", "orderitems"},
                                                       {"order_item", "order_items"},
                                                       {"Person", "people"},
                                                       {"Child", "children"},
                                                       {"Human", "humans"},
                                                       {"Woman", "women"},
                                                       {"Man", "men"},
                                                       {"German", "germen"},
                                                       {"Ox", "oxen"},
                                                       {"Fox", "foxes"},
                                                       {"Axis", "axes"},
                                                       {"Testis", "testes"},
                                                       {"Octopus", "octopi"},
                                                       {"Virus", "viruses"},
                                                       {"Cactus", "cacti"},
                                                       {"Alias", "aliases"},
                                                       {"Bus", "buses"},
                                                       {"Campus", "campus"},
                                                       {"Buffalo", "buffaloes"},
                                                       {"Potato", "potatoes"},
                                                       {"Piano", "pianos"},
                                                       {"Medium", "media"},
                                                       {"Datum", "data"},
                                                       {"Album", "albums"},
                                                       {"Analysis", "analyses"},
                                                       {"Wife", "wives"},
                                                       {"Safe", "saves"},
                                                       {"Giraffe", "giraffes"},
                                                       {"Half", "halves"},
                                                       {"Scarf", "scarves"},
                                                       {"Leaf", "leafs"},
                                                       {"Hive", "hives"},
                                                       {"Category", "categories"},
                                                       {"Day", "days"},
                                                       {"Soliloquy", "soliloquies"},
                                                       {"Box", "boxes"},
                                                       {"Index", "indexes"},
                                                       {"Matrix", "matrixes"},
                                                       {"Church", "churches"},
                                                       {"Class", "classes"},
                                                       {"Dish", "dishes"},
                                                       {"Mouse", "mice"},
                                                       {"House", "houses"},
                                                       {"Quiz", "quizzes"},
                                                       {"Goose", "geese"},
                                                       {"Mongoose", "mongooses"},
                                                       {"Sheep", "sheep"},
                                                       {"News", "news"},
                                                       {"Media", "media"},
                                                       {"Status", "status"},
                                                       {"OrderStatus", "orderstatuses"},
                                                       {"Settings", "settings"},
                                                       {"Settings2", "settings2"},
                                                       {"v1", "v1"},
                                                       {"x", "xes"},
                                                       {"y", "ys"},
                                                       {"fe", "fes"},
                                                       {"", ""},
                                                       {"a-", "a-"},
                                                       {"a_", "a_"}};
  for (const auto& [model, collection] : words) EXPECT_EQ(pluralize(model), collection) << model;
}

TEST(Models, AreKeptInTheirOrder) {
  Models models;
  EXPECT_TRUE(models.empty());
  models.add("User").add("Person", "persons");
  auto model = models.begin();
  EXPECT_EQ(model->name, "User");
  EXPECT_EQ(model->collection, "users");
  ++model;
  EXPECT_EQ(model->collection, "persons");
  EXPECT_EQ(++model, models.end());
}

TEST(Models, RefuseTwoOverOneCollectionEmptyNamesAndWhatTheyCannotKnow) {
  Models models;
  models.add("User");
  EXPECT_NE(error_of(models, "Customer", "users").find("already belongs to the model User"), std::string::npos);
  EXPECT_NE(error_of(models, "", nullptr).find("needs a name and a collection"), std::string::npos);
  EXPECT_NE(error_of(models, "A", "").find("needs a name and a collection"), std::string::npos);
  EXPECT_NE(error_of(models, "Ärger", nullptr).find("Name its collection"), std::string::npos);
  EXPECT_EQ(error_of(models, "Ärger", "ärger"), "no error");
}

}  // namespace
}  // namespace mongokeep
