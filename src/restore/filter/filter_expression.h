#pragma once

#include <memory>
#include <utility>
#include <vector>

#include "extjson/bson_view.h"
#include "restore/filter/field_path.h"

namespace mongokeep::restore {

/// What a filter asks of a whole document. Throws Error{invalid_data} for one that is not BSON.
class FilterExpression {
 public:
  virtual ~FilterExpression() = default;
  virtual bool matches(extjson::BsonView document) const = 0;
};

using Expressions = std::vector<std::unique_ptr<FilterExpression>>;

/// All of some expressions; holds where there are none.
class AllOf : public FilterExpression {
 public:
  explicit AllOf(Expressions parts) : parts_(std::move(parts)) {}
  bool matches(extjson::BsonView document) const override;

 private:
  Expressions parts_;
};

/// At least one of some expressions.
class AnyOf : public FilterExpression {
 public:
  explicit AnyOf(Expressions parts) : parts_(std::move(parts)) {}
  bool matches(extjson::BsonView document) const override;

 private:
  Expressions parts_;
};

/// The opposite of an expression.
class Not : public FilterExpression {
 public:
  explicit Not(std::unique_ptr<FilterExpression> part) : part_(std::move(part)) {}
  bool matches(extjson::BsonView document) const override { return !part_->matches(document); }

 private:
  std::unique_ptr<FilterExpression> part_;
};

/// A test of the values under a path.
class FieldTest : public FilterExpression {
 public:
  FieldTest(FieldPath path, std::unique_ptr<ValueTest> test) : path_(std::move(path)), test_(std::move(test)) {}
  bool matches(extjson::BsonView document) const override { return path_.any_matches(document, *test_); }

 private:
  FieldPath path_;
  std::unique_ptr<ValueTest> test_;
};

}  // namespace mongokeep::restore
