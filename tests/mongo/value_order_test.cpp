#include "extjson/value_order.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <compare>

#include "extjson/ordered_values.h"
#include "support/mongo_client.h"
#include "support/server.h"

namespace mongokeep::mongo {
namespace {

using extjson::BsonBuilder;
using extjson::BsonType;
using extjson::OrderedValue;
using test::Bytes;
using testing::ElementsAre;
using testing::UnorderedElementsAreArray;

/// Where a value is put: as an `_id`, or within one, where also arrays and regular expressions may be.
enum class Place { id, inside_id };

Bytes document_with(Place place, const OrderedValue& value) {
  BsonBuilder document;
  if (place == Place::id) {
    document.add(value.type, "_id", value.value);
  } else {
    document.add_document("_id", BsonBuilder().add(value.type, "v", value.value));
  }
  return document.add_string("name", value.name).bytes();
}

extjson::Element id_of(const Bytes& document) {
  return *extjson::find_element({document.data(), document.size()}, "_id");
}

std::string name_of(const Bytes& document) {
  const auto name = extjson::find_element({document.data(), document.size()}, "name")->value;
  return {reinterpret_cast<const char*>(name.data()) + 4, name.size() - 5};
}

/// Puts the whole table into a collection with unique `_id`s and reads it back sorted.
class TableInServer {
 public:
  TableInServer(test::ServerKind kind, Place place) : client_(test::shared_server(kind).uri()), place_(place) {
    for (const auto& equals : extjson::ordered_values()) {
      bool first = true;
      for (const OrderedValue& value : equals) {
        if (insert(value, first)) first = false;
      }
    }
    const std::vector<Bytes> sorted = client_.find_all(database_, "c");
    for (std::size_t index = 1; index < sorted.size(); ++index) {
      if (std::is_gteq(extjson::compare_values(id_of(sorted[index - 1]), id_of(sorted[index])))) {
        out_of_order.push_back(name_of(sorted[index - 1]) + " < " + name_of(sorted[index]));
      }
    }
    stored = sorted.size();
  }

  std::size_t stored = 0;
  /// Names of values that the server does not take, takes for equal to one that we take for lower, or takes for
  /// different from one that we take for equal.
  std::vector<std::string> refused, taken_for_equal, taken_for_different;
  /// Neighbours in the server's order that ours has the other way round.
  std::vector<std::string> out_of_order;

 private:
  /// Whether it is there afterwards.
  bool insert(const OrderedValue& value, bool first_of_its_kind) {
    constexpr std::uint32_t duplicate_key = 11000;
    try {
      client_.insert(database_, "c", {document_with(place_, value)});
      if (!first_of_its_kind) taken_for_different.push_back(value.name);
      return true;
    } catch (const test::MongoError& error) {
      const bool is_duplicate = error.code() == duplicate_key;
      if (!is_duplicate) refused.push_back(value.name);
      if (is_duplicate && first_of_its_kind) taken_for_equal.push_back(value.name);
      return is_duplicate;
    }
  }

  test::MongoClient client_;
  std::string database_ = test::fresh_database();
  Place place_;
};

/// The values of the table that the server is expected to refuse.
std::vector<std::string> names_where(bool (*is_refused)(const OrderedValue& value)) {
  std::vector<std::string> names;
  for (const auto& equals : extjson::ordered_values()) {
    for (const OrderedValue& value : equals) {
      if (is_refused(value)) names.push_back(value.name);
    }
  }
  return names;
}

/// Types that SecantusDB's Rust server has in no index; MongoDB takes them.
bool is_no_index_key(const OrderedValue& value) {
  return value.type == BsonType::undefined || value.type == BsonType::symbol || value.type == BsonType::db_pointer ||
         value.name == "document {a: Symbol(x)}";
}

/// With what no server takes for an `_id`.
bool is_no_id(const OrderedValue& value) {
  return is_no_index_key(value) || value.type == BsonType::array || value.type == BsonType::regular_expression;
}

/// Where SecantusDB's Rust server is not as MongoDB: it takes no second value of a key within a document, no subtype
/// and no scope into account, and sorts binaries by their bytes before their length.
const std::vector<std::string> equal_on_secantus = {
    "document {a: 1, a: null}",
    "binary of subtype 4, 0 bytes, the last none",
    "binary of subtype 128, 0 bytes, the last none",
    "binary of subtype 5, 1 bytes, the last 0",
    "code  with scope {}",
    "code f() with scope {}",
    "code f() with scope {x: 1}",
    "code g() with scope {}",
};

class ValueOrderOnServer : public testing::TestWithParam<test::ServerKind> {};

TEST_P(ValueOrderOnServer, OfIds) {
  const TableInServer table(GetParam(), Place::id);
  EXPECT_THAT(table.refused, UnorderedElementsAreArray(names_where(is_no_id)));
  EXPECT_THAT(table.taken_for_equal, UnorderedElementsAreArray(equal_on_secantus));
  EXPECT_THAT(table.taken_for_different, ElementsAre());
  // It counts the bytes of the old subtype 2 without the length that stands among them.
  EXPECT_THAT(table.out_of_order,
              ElementsAre("binary of subtype 2, 5 bytes, the last 120 < binary of subtype 0, 1 bytes, the last 255"));
  EXPECT_GT(table.stored, 90U);
}

TEST_P(ValueOrderOnServer, OfWhatIsInsideIds) {
  const TableInServer table(GetParam(), Place::inside_id);
  EXPECT_THAT(table.refused, UnorderedElementsAreArray(names_where(is_no_index_key)));
  EXPECT_THAT(table.taken_for_equal, UnorderedElementsAreArray(equal_on_secantus));
  EXPECT_THAT(table.taken_for_different, ElementsAre());
  // Here it sorts binaries by their bytes alone, whatever their length.
  EXPECT_THAT(table.out_of_order,
              ElementsAre("binary of subtype 0, 256 bytes, the last 0 < binary of subtype 2, 5 bytes, the last 120",
                          "binary of subtype 2, 5 bytes, the last 120 < binary of subtype 0, 1 bytes, the last 255"));
  EXPECT_GT(table.stored, 100U);
}

INSTANTIATE_TEST_SUITE_P(OneServer, ValueOrderOnServer, testing::Values(test::ServerKind::secantus_rust),
                         test::NameOfServer());

}  // namespace
}  // namespace mongokeep::mongo
