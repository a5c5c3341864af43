// Any bytes as a server's answer: what our stream lets through is something that the driver's own library reads to its
// end; and what a server may answer is let through. The first byte of the input says what was asked for, and how the
// answer comes; the rest is the message behind its header, or a document.

#include <bson/bson.h>

#include <string>

#include "extjson/raw_document.h"
#include "fuzz/exact_bytes.h"
#include "fuzz/require.h"
#include "fuzz/target.h"
#include "mongo/wire/compressed_message.h"
#include "mongo/wire/message_check.h"
#include "mongo/wire/reply_check.h"
#include "tests/mongo/wire/made_messages.h"

namespace mongokeep::fuzz {

namespace {

using mongo::wire::Asked;
using mongo::wire::Message;
using mongo::wire::MessageHeader;
using mongo::wire::SentRequest;
namespace opcode = mongo::wire::opcode;

constexpr std::int32_t request_id = 7;

/// A request with just so much of its document as is looked at.
SentRequest request_for(Asked asked) {
  const std::string name = asked == Asked::documents ? "find" : asked == Asked::login ? "saslStart" : "ping";
  const std::int32_t kind = asked == Asked::greeting ? opcode::query : opcode::msg;
  SentRequest request;
  request.follow(mongo::wire::made_message(request_id, 0, kind, mongo::wire::made_command(name, 0)));
  return request;
}

/// Reads it by libbson, and copies it as the driver does; to its end where it `is_whole`, as all outside batches is.
void read_all(const bson_t& document, bool is_whole) {
  bson_iter_t iter;
  require(bson_iter_init(&iter, &document), "the driver opens each document");
  bson_t copy = BSON_INITIALIZER;
  while (bson_iter_next(&iter)) {
    require(bson_append_iter(&copy, nullptr, -1, &iter), "the driver copies each value");
    std::uint32_t size = 0;
    const std::uint8_t* data = nullptr;
    if (BSON_ITER_HOLDS_DOCUMENT(&iter)) bson_iter_document(&iter, &size, &data);
    if (BSON_ITER_HOLDS_ARRAY(&iter)) bson_iter_array(&iter, &size, &data);
    if (data == nullptr) continue;
    bson_t inner;
    require(bson_init_static(&inner, data, size) || !is_whole, "the driver opens each document within");
    if (!is_whole && (size < 5 || data[size - 1] != 0)) continue;
    const bool is_batch = std::string_view(bson_iter_key(&iter)).ends_with("Batch");
    read_all(inner, is_whole && !is_batch);
  }
  require(iter.err_off == 0 || !is_whole, "the driver reads each document to its end");
  bson_destroy(&copy);
}

bool passes(const MessageHeader& header, std::span<const std::uint8_t> body, const SentRequest& request) {
  return unless_refused(ErrorKind::server,
                        [&] {
                          check_header(header, request);
                          check_body(header, body, request.asked());
                          return true;
                        })
      .has_value();
}

void check_message(std::span<const std::uint8_t> body, const SentRequest& request) {
  const std::int32_t kind = request.opcode() == opcode::query ? opcode::reply : opcode::msg;
  const MessageHeader header{static_cast<std::int32_t>(mongo::wire::header_size + body.size()), 1, request_id, kind};
  if (!passes(header, body, request)) return;
  const auto document = body.subspan(kind == opcode::reply ? 20 : 5);
  bson_t reply;
  require(bson_init_static(&reply, document.data(), document.size()), "the driver opens the answer");
  read_all(reply, true);
}

void check_compressed(std::span<const std::uint8_t> body, const SentRequest& request) {
  mongo::wire::OfferedCompressors offered;
  for (const char* name : {"zstd", "zlib", "snappy"}) offered.add(name);
  const MessageHeader header{static_cast<std::int32_t>(mongo::wire::header_size + body.size()), 1, request_id,
                             opcode::compressed};
  const auto inner = unless_refused(ErrorKind::server, [&] { return decompressed(header, body, offered, request); });
  if (inner) check_message(inner->body, request);
}

/// A document that libbson takes, in an honest answer.
void require_honest_answer(extjson::BsonView document) {
  bson_t own;
  if (!bson_init_static(&own, document.data, document.size) || !bson_validate(&own, BSON_VALIDATE_NONE, nullptr))
    return;
  extjson::RawDocument answer;
  mongo::wire::begin_cursor(answer, "shop.users");
  answer.begin_array("firstBatch");
  answer.add_document("0", document);
  answer.add_document("1", document);
  answer.end();
  mongo::wire::end_cursor(answer);
  const extjson::BsonView reply = answer.finish();
  require(unless_refused(ErrorKind::server,
                         [&] {
                           check_reply(reply, Asked::documents);
                           return true;
                         })
              .has_value(),
          "what is a document can be in a batch");
}

}  // namespace

void check_input(std::string_view input) {
  if (input.empty()) return;
  const auto choice = static_cast<unsigned char>(input.front());
  const auto asked = static_cast<Asked>(choice % 4);
  const SentRequest request = request_for(asked);
  const ExactBytes bytes(input.substr(1));
  const extjson::BsonView document = bytes.document();
  switch (choice / 4 % 3) {
    case 0: check_message(document.bytes(), request); break;
    case 1: check_compressed(document.bytes(), request); break;
    default: require_honest_answer(document); break;
  }
}

}  // namespace mongokeep::fuzz
