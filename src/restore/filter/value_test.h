#pragma once

#include <cstddef>
#include <vector>

#include "extjson/bson_element.h"
#include "restore/filter/field_path.h"

namespace mongokeep::restore {

/// $eq, $gt, $gte, $lt, $lte. Only values of the operand's own group of types are compared with it; an equal one to
/// null is also one that is not there, and MinKey and MaxKey compare with everything.
class Comparison : public ValueTest {
 public:
  enum class Relation { equal, greater, greater_or_equal, less, less_or_equal };

  /// Borrows the operand's bytes.
  Comparison(Relation relation, extjson::Element operand) : relation_(relation), operand_(operand) {}

  bool matches(const extjson::Element* value) const override;

 private:
  bool allows_equal() const { return relation_ != Relation::greater && relation_ != Relation::less; }
  bool matches_other_group() const;

  Relation relation_;
  extjson::Element operand_;
};

/// $in.
class OneOf : public ValueTest {
 public:
  explicit OneOf(std::vector<Comparison> equalities) : equalities_(std::move(equalities)) {}

  bool matches(const extjson::Element* value) const override;

 private:
  std::vector<Comparison> equalities_;
};

/// {$exists: true}.
class Existence : public ValueTest {
 public:
  bool matches(const extjson::Element* value) const override { return value != nullptr; }
};

/// $type.
class TypeTest : public ValueTest {
 public:
  explicit TypeTest(std::vector<extjson::BsonType> types) : types_(std::move(types)) {}

  bool matches(const extjson::Element* value) const override;

 private:
  std::vector<extjson::BsonType> types_;
};

/// $size.
class SizeTest : public ValueTest {
 public:
  explicit SizeTest(std::size_t size) : size_(size) {}

  Arrays arrays() const override { return Arrays::whole; }
  bool matches(const extjson::Element* value) const override;

 private:
  std::size_t size_;
};

}  // namespace mongokeep::restore
