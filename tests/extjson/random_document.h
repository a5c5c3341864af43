#pragma once

#include "extjson/bson_builder.h"

namespace mongokeep::extjson {

/// Which documents a random one may be.
enum class RandomKind {
  any,                 ///< all that BSON allows, and what servers have stored wrongly: all types, keys, texts and bits
  with_plain_numbers,  ///< any, but for doubles that plain text writes as an int64 too large for plain text
  in_usual_forms,      ///< of any type and value, but with what only the envelope carries left out
};

/// A document as RapidCheck gives it, to be called within a property: valid BSON of any types, nested and in any
/// company. Grows with RapidCheck's size.
Bytes random_document(RandomKind kind);

}  // namespace mongokeep::extjson
