#include <utility>

#include "end_to_end/forged_answers/forging.h"
#include "support/repeated.h"

namespace mongokeep::test {

namespace {

using namespace forging;
using extjson::BsonType;
using extjson::RawDocument;

ForgedAnswer compressed(const std::string& name, std::int32_t opcode, std::int32_t size, std::uint8_t compressor,
                        std::size_t bytes) {
  return remade(name, [=](WireMessage& made) {
    const std::int32_t own = std::exchange(made.opcode, 2012);
    made.body.clear();
    put(made.body, 0, opcode == 0 ? own : opcode);
    put(made.body, 4, size);
    put(made.body, 8, compressor);
    made.body.append(bytes, 'A');
  });
}

}  // namespace

std::vector<ForgedAnswer> forged_messages() {
  using Answer = const WireMessage&;
  return {
      number_at("a length of 0", 0, std::int32_t{0}),
      number_at("a length of 15", 0, std::int32_t{15}),
      number_at("a length of 16", 0, std::int32_t{16}),
      number_at("a length of 21", 0, std::int32_t{21}),
      number_at("a negative length", 0, std::int32_t{-1}),
      number_at("the smallest length", 0, INT32_MIN),
      number_at("a length of 48,000,001", 0, std::int32_t{48'000'001}),
      number_at("a length of 2 GiB", 0, INT32_MAX),
      number_at("an answer to nothing", 8, std::int32_t{0}),
      number_at("an answer to another request", 8, std::int32_t{123456}),
      number_at("an opcode of 0", 12, std::int32_t{0}),
      number_at("OP_UPDATE", 12, std::int32_t{2001}),
      number_at("OP_INSERT", 12, std::int32_t{2002}),
      number_at("OP_GET_MORE", 12, std::int32_t{2005}),
      number_at("OP_KILL_CURSORS", 12, std::int32_t{2007}),
      remade("the other kind", [](WireMessage& made) { made.opcode = made.opcode == 1 ? 2013 : 1; }),
      number_at("the flag of a checksum", 16, std::uint32_t{1}),
      number_at("the flag that more comes", 16, std::uint32_t{2}),
      number_at("all flags", 16, std::uint32_t{0xFFFFFFFF}),
      number_at("a section of kind 1", 20, std::uint8_t{1}),
      number_at("a section of kind 9", 20, std::uint8_t{9}),
      remade("a second section", [](WireMessage& made) { made.body += '\0' + std::string("\x05\0\0\0\0", 5); }),
      remade("a byte too many", [](WireMessage& made) { made.body += '\0'; }),
      {"no document", [](Answer answer) { return with_bytes(answer, ""); }},
      {"half a length", [](Answer answer) { return with_bytes(answer, "\x05"); }},
      number_in_document("a document of 0 bytes", 0, std::int32_t{0}),
      number_in_document("a document of 4 bytes", 0, std::int32_t{4}),
      number_in_document("a document of 6 bytes", 0, std::int32_t{6}),
      number_in_document("a document of -1 bytes", 0, std::int32_t{-1}),
      number_in_document("a document of 2 GiB", 0, INT32_MAX),
      number_in_document("an unknown type", 4, std::uint8_t{0x55}),
      remade("no NUL at the end", [](WireMessage& made) { made.body.back() = 'x'; }),
      {"an empty document", [](Answer answer) { return answer.with_document(bson_from_json("{}")).bytes(); }},
      {"300 documents in one another", [](Answer answer) { return with_bytes(answer, nested(300)); }},
      {"5,000 documents in one another", [](Answer answer) { return with_bytes(answer, nested(5'000)); }},
      {"a string of -1 bytes",
       [](Answer answer) {
         return with_element(answer, "s", BsonType::string, std::string("\xFF\xFF\xFF\xFF", 4) + "x\0");
       }},
      {"a string past the end",
       [](Answer answer) { return with_element(answer, "s", BsonType::string, std::string("\xFF\xFF\xFF\x7F", 4)); }},
      {"a binary of -1 bytes",
       [](Answer answer) { return with_element(answer, "b", BsonType::binary, std::string("\xFF\xFF\xFF\xFF\0", 5)); }},
      {"an old binary that lies",
       [](Answer answer) {
         return with_element(answer, "b", BsonType::binary, std::string("\x04\0\0\0\x02\xFF\0\0\0", 9));
       }},
      {"a boolean of 7",
       [](Answer answer) { return with_element(answer, "b", BsonType::boolean, std::string("\x07", 1)); }},
      {"code with a scope that lies",
       [](Answer answer) {
         return with_element(answer, "c", BsonType::code_with_scope,
                             std::string("\x0F\0\0\0\x01\0\0\0\0\x00\0\0\0\0\0", 15));
       }},
      compressed("compressed by nothing, 20 bytes for 5,000", 0, 20, 0, 5000),
      compressed("compressed by nothing, a negative size", 0, -1, 0, 100),
      compressed("compressed by nothing, 2 GiB", 0, INT32_MAX, 0, 100),
      compressed("compressed by zstd, unasked", 0, 100, 3, 100),
      compressed("compressed by snappy, unasked", 0, 20, 1, 5000),
      compressed("compressed by zlib, unasked", 0, 20, 2, 5000),
      compressed("compressed by an unknown one", 0, 100, 77, 100),
      compressed("compressed twice", 2012, 100, 0, 100),
      remade("compressed, and nothing more",
             [](WireMessage& made) {
               made.opcode = 2012;
               made.body.clear();
             }),
      {"a web page", [](Answer) { return std::string("HTTP/1.1 400 Bad Request\r\n\r\n") + std::string(9000, 'x'); }},
      {"a greeting of SSH",
       [](Answer) { return std::string("SSH-2.0-OpenSSH_9.2p1 Debian\r\n") + std::string(99, 'x'); }},
      {"random bytes", [](Answer) { return repeated(2000, "\x9F\x12\x85\x31\xC4"); }},
      only(R"({"ok": 0, "code": 0})"),
      only(R"({"ok": 0, "code": 0, "errmsg": "no"})"),
      only(R"({"ok": 1, "code": 0})"),
      only(R"({"ok": 0, "code": {"$numberLong": "4294967296"}, "errmsg": "no"})"),
      only(R"({"ok": 0, "code": {"$numberDouble": "NaN"}, "errmsg": "no"})"),
      only(R"({"ok": 0, "code": {"$numberDouble": "0.5"}, "errmsg": "no"})"),
      only(R"({"ok": 0, "code": {"$numberDouble": "1e300"}, "errmsg": "no"})"),
      only(R"({"ok": 0, "code": "eleven", "errmsg": "no"})"),
      only(R"({"ok": 0, "errmsg": 12, "code": 13})"),
      only(R"({"ok": "yes"})"),
      only(R"({"ok": 0, "code": 13, "errmsg": "no", "errorLabels": 7})"),
      only(R"({"ok": 0, "code": 13, "errmsg": "no", "errorLabels": [7]})"),
      only(R"({"ok": 1, "writeConcernError": 7})"),
      only(R"({"ok": 1, "writeConcernError": {"code": 0, "errmsg": "no"}})"),
      only(R"({"ok": 1, "writeConcernError": {"code": 64, "errmsg": 5}})"),
      {"a cluster time that is a number",
       [](Answer answer) {
         return with_element(answer, "$clusterTime", BsonType::int32, std::string("\x07\0\0\0", 4));
       }},
      refused(R"({"operationTime": 7})"),
      refused(R"({"topologyVersion": 7})"),
      refused(R"({"atClusterTime": "now"})"),
      {"ok twice",
       [](Answer answer) { return with_element(answer, "ok", BsonType::int32, std::string("\x01\0\0\0", 4)); }},
      {"an error of bad UTF-8 and a NUL",
       [](Answer answer) {
         RawDocument made;
         made.add("ok", BsonType::int32, span_of(std::string("\0\0\0\0", 4)));
         made.add("code", BsonType::int32, span_of(std::string("\x0B\0\0\0", 4)));
         made.add("errmsg", BsonType::string, span_of(string_value(std::string("\xFF\xFE\0 \x1B[2J", 8))));
         return with_bytes(answer, text_of(made.finish()));
       },
       ForgedAnswer::Verdict::any},
      {"an error of a million bytes",
       [](Answer answer) {
         return answer
             .with_document(
                 bson_from_json(R"({"ok": 0, "code": 11, "errmsg": ")" + std::string(1'000'000, '%') + "\"}"))
             .bytes();
       },
       ForgedAnswer::Verdict::any},
  };
}

}  // namespace mongokeep::test
