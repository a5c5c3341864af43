#include <cstdint>

#include "end_to_end/forged_answers/forging.h"

namespace mongokeep::test {

namespace {

using namespace forging;

}  // namespace

std::vector<ForgedAnswer> forged_writes() {
  return {
      refused(R"({"n": "x"})"),
      any(R"({"n": -1})"),
      any(R"({"n": 2147483647})"),
      any(R"({"n": null})"),
      refused(R"({"writeErrors": 7})"),
      refused(R"({"writeErrors": [7]})"),
      refused(R"({"writeErrors": [{"index": "x", "code": 11000, "errmsg": "no"}]})"),
      any(R"({"writeErrors": [{"index": -1, "code": 11000, "errmsg": "no"}]})"),
      any(R"({"writeErrors": [{"index": 2147483647, "code": 11000, "errmsg": "no"}]})"),
      any(R"({"writeErrors": [{"index": {"$numberDouble": "NaN"}, "code": 11000, "errmsg": "no"}]})"),
      refused(R"({"writeErrors": [{"index": 0, "code": 0, "errmsg": "no"}]})"),
      refused(R"({"writeErrors": [{"index": 0, "code": 11000, "errmsg": 7}]})"),
      any(R"({"writeErrors": [{"index": 0, "code": 11000}]})"),
      any(R"({"writeErrors": [{}]})"),
      refused(R"({"writeConcernError": []})"),
      refused(R"({"writeConcernError": {"code": 0}})"),
      refused(R"({"writeConcernError": {"code": 64, "errmsg": 7}})"),
      any(R"({"writeConcernError": {}})"),
  };
}

std::vector<ForgedAnswer> forged_compressions() {
  return {
      number_at("another opcode inside", 16, std::int32_t{2004}),
      number_at("compressed twice", 16, std::int32_t{2012}),
      number_at("a size of 0", 20, std::int32_t{0}),
      number_at("a negative size", 20, std::int32_t{-1}),
      number_at("a size of 20", 20, std::int32_t{20}),
      number_at("a size of 47,000,000", 20, std::int32_t{47'000'000}),
      number_at("a size of 2 GiB", 20, INT32_MAX),
      number_at("by nothing", 24, std::uint8_t{0}),
      number_at("by an unknown compressor", 24, std::uint8_t{200}),
      number_at("broken in the middle", 40, std::int32_t{-1}),
      remade("cut off", [](WireMessage& made) { made.body.resize(made.body.size() / 2); }),
      remade("nothing inside", [](WireMessage& made) { made.body.resize(9); }),
  };
}

}  // namespace mongokeep::test
