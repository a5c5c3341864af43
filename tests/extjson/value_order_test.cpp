#include "extjson/value_order.h"

#include <gtest/gtest.h>

#include "extjson/guarded_bytes.h"
#include "extjson/ordered_values.h"
#include "extjson/rich_document.h"
#include "mongokeep/error.h"

namespace mongokeep::extjson {

namespace {

TEST(ValueOrder, OfEveryPairOfTheTable) {
  const auto& groups = ordered_values();
  for (std::size_t left_group = 0; left_group < groups.size(); ++left_group) {
    for (std::size_t right_group = 0; right_group < groups.size(); ++right_group) {
      const int expected = sign_of(left_group <=> right_group);
      for (const OrderedValue& left : groups[left_group]) {
        for (const OrderedValue& right : groups[right_group]) {
          EXPECT_EQ(compare(left, right), expected) << left.name << " with " << right.name;
        }
      }
    }
  }
}

TEST(ValueOrder, LooksAtTheKeysInsideAndNotAtTheElementsOwn) {
  const Bytes document = BsonBuilder().add_int32("b", 1).add_int32("a", 1).bytes();
  EXPECT_EQ(sign_of(compare_values(*find_element(view_of(document), "a"), *find_element(view_of(document), "b"))), 0);
}

/// A document as a value, within as many more as make `levels` of them.
OrderedValue nested(BsonType type, int levels) {
  BsonBuilder document = BsonBuilder().add_int32("a", 1);
  for (int level = 1; level < levels; ++level) {
    document = BsonBuilder().add(type, "0", document.text());
  }
  return {"nested", type, document.text()};
}

TEST(ValueOrder, GoesAsDeepAsDocumentsMay) {
  for (const BsonType type : {BsonType::document, BsonType::array}) {
    // The document that the value stands in counts as well.
    EXPECT_EQ(compare(nested(type, deepest_nesting - 1), nested(type, deepest_nesting - 1)), 0);
    EXPECT_THROW(compare(nested(type, deepest_nesting), nested(type, deepest_nesting)), Error);
    EXPECT_THROW(compare(nested(type, 5000), nested(type, 5000)), Error);
  }
  std::string scopes = BsonBuilder().text();
  for (int level = 0; level < 1000; ++level) {
    BsonBuilder scope;
    scope.add(BsonType::code_with_scope, "s",
              stored(static_cast<std::int32_t>(scopes.size() + 9)) + stored_string("") + scopes);
    scopes = scope.text();
  }
  const OrderedValue code{"scopes", BsonType::document, scopes};
  EXPECT_THROW(compare(code, code), Error);
}

TEST(ValueOrder, RefusesWhatIsNotBson) {
  const auto refused = [](const OrderedValue& value) {
    try {
      compare(value, value);
      ADD_FAILURE() << value.name << " was taken";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::invalid_data);
    }
  };
  refused({"a type that there is not", static_cast<BsonType>(0x20), ""});
  refused({"a boolean", BsonType::boolean, "\2"});
  refused({"an element cut short", BsonType::document, BsonBuilder().add(BsonType::int32, "a", "xx").text()});
  const std::string text = stored_string("f()");
  const auto code = [](std::string_view inside) {
    return OrderedValue{"code with scope", BsonType::code_with_scope,
                        stored(static_cast<std::int32_t>(inside.size() + 4)) + std::string(inside)};
  };
  refused(code(""));
  refused(code(text));
  refused(code(text + "xxxx"));
  refused(code(text + BsonBuilder().text() + "x"));
  refused(code(stored(std::int32_t{100}) + "f()"));
  refused(code(stored(std::int32_t{-1}) + "f()"));
}

TEST(ValueOrder, ReadsNothingOutsideChangedDocuments) {
  const Bytes original = rich_document();
  const GuardedBytes whole(original);
  for (std::size_t index = 4; index < original.size(); ++index) {
    for (const int byte : {0x00, 0x01, 0x03, 0x05, 0x0B, 0x0F, 0x7F, 0xFF}) {
      Bytes changed = original;
      changed[index] = static_cast<std::uint8_t>(byte);
      const GuardedBytes guarded(changed);
      const Element left{BsonType::document, {}, guarded.view().bytes()};
      const Element right{BsonType::document, {}, whole.view().bytes()};
      try {
        const int order = sign_of(compare_values(left, right));
        EXPECT_EQ(sign_of(compare_values(right, left)), -order) << index << " " << byte;
      } catch (const Error& error) {
        EXPECT_EQ(error.kind(), ErrorKind::invalid_data);
      }
    }
  }
}

}  // namespace
}  // namespace mongokeep::extjson
