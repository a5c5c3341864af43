#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "extjson/bson_element.h"
#include "mongokeep/error.h"

namespace mongokeep::restore {

/// An Error{usage} that says why a filter is none.
Error filter_error(std::string cause, std::string hint = {});

/// Whether `operand` is a document of operators, and not a value: its first key begins with a dollar sign and it is not
/// a DBRef.
bool is_operators(const extjson::Element& operand);

// What an operator makes of its operand; the operator's name is the operand's key. They throw Error{usage}.

/// As a condition: false, null and zero do not hold.
bool is_true(const extjson::Element& operand);
/// The types that $type names, one or an array of them, by alias or number.
std::vector<extjson::BsonType> types(const extjson::Element& operand);
/// A count, of any type of number but decimal128.
std::size_t size(const extjson::Element& operand);

/// No server compares with undefined either.
void refuse_undefined(const extjson::Element& operand);
void refuse_regular_expression(const extjson::Element& operand);

}  // namespace mongokeep::restore
