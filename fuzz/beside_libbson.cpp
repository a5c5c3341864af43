// Our canonical text beside libbson's: what we write libbson reads as the same bytes, and what libbson writes we read
// as the same bytes, wherever libbson is right. The input says what is in the document (fuzz/made_document.h).

#include <bson/bson.h>

#include <memory>

#include "fuzz/exact_bytes.h"
#include "fuzz/made_document.h"
#include "fuzz/require.h"
#include "fuzz/target.h"
#include "fuzz/text_round_trip.h"

namespace mongokeep::fuzz {

namespace {

struct FreeText {
  void operator()(char* text) const { bson_free(text); }
};

struct Destroy {
  void operator()(bson_t* document) const { bson_destroy(document); }
};

std::string_view bytes_in(const bson_t& document) {
  return {reinterpret_cast<const char*>(bson_get_data(&document)), document.len};
}

void require_that_libbson_reads(std::string_view text, std::string_view bytes) {
  bson_error_t error{};
  const std::unique_ptr<bson_t, Destroy> read(bson_new_from_json(reinterpret_cast<const std::uint8_t*>(text.data()),
                                                                 static_cast<ssize_t>(text.size()), &error));
  require(read != nullptr, error.message);
  require(bytes_in(*read) == bytes, "libbson reads our text as the same bytes");
}

}  // namespace

void check_input(std::string_view input) {
  const MadeDocument made(input);
  const std::string_view bytes = bytes_in(made.document());
  const ExactBytes exact(bytes);
  extjson::TextBuffer ours;
  const auto form = extjson::DocumentWriter(JsonFormat::canonical).write(exact.document(), ours);
  require(form == extjson::DocumentWriter::Form::text, "text carries what is made here");
  require_that_libbson_reads(ours.view(), bytes);

  std::size_t length = 0;
  const std::unique_ptr<char, FreeText> theirs(bson_as_canonical_extended_json(&made.document(), &length));
  require(theirs != nullptr, "libbson writes what is made here");
  require_way_back(exact.document(), {theirs.get(), length});
}

}  // namespace mongokeep::fuzz
