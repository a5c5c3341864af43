#include "mongo/writing/write_reply.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

#include "base/text/cut_text.h"
#include "mongo/bson_text.h"
#include "mongo/driver_error.h"

namespace mongokeep::mongo {

namespace {

/// Numbers of DuplicateKey, of today and of servers and proxies of long ago.
constexpr std::array duplicate_codes = {11000, 11001, 12582};

std::uint64_t count_at(const bson_t& document, const char* key) {
  bson_iter_t found;
  if (!bson_iter_init_find(&found, &document, key) || !BSON_ITER_HOLDS_NUMBER(&found)) return 0;
  return static_cast<std::uint64_t>(std::max<std::int64_t>(bson_iter_as_int64(&found), 0));
}

/// Calls `visit` for each document of the array under the key.
template <typename Visit>
void for_each_in(const bson_t& document, const char* key, Visit visit) {
  bson_iter_t found;
  bson_iter_t element;
  if (!bson_iter_init_find(&found, &document, key) || !BSON_ITER_HOLDS_ARRAY(&found)) return;
  if (!bson_iter_recurse(&found, &element)) return;
  while (bson_iter_next(&element)) {
    if (!BSON_ITER_HOLDS_DOCUMENT(&element)) continue;
    std::uint32_t length = 0;
    const std::uint8_t* data = nullptr;
    bson_iter_document(&element, &length, &data);
    bson_t view;
    if (bson_init_static(&view, data, length)) visit(view);
  }
}

/// MongoDB names the index's keys beside the message, SecantusDB as well; FerretDB tells nothing of the index.
WriteError::Duplicate duplicate_of(const bson_t& error, const std::string& message) {
  using Duplicate = WriteError::Duplicate;
  bson_iter_t pattern;
  bson_iter_t key;
  if (bson_iter_init_find(&pattern, &error, "keyPattern") && BSON_ITER_HOLDS_DOCUMENT(&pattern) &&
      bson_iter_recurse(&pattern, &key) && bson_iter_next(&key)) {
    const bool begins_with_id = std::string_view(bson_iter_key(&key)) == "_id";
    return begins_with_id && !bson_iter_next(&key) ? Duplicate::on_id : Duplicate::on_another;
  }
  if (message.find(" index: _id_ ") != std::string::npos) return Duplicate::on_id;
  return message.find(" index: ") == std::string::npos ? Duplicate::on_unknown : Duplicate::on_another;
}

/// Why a validator did not let a document pass, as the server tells it from MongoDB 5.0 on.
std::string validation_details(const bson_t& error) {
  bson_iter_t details;
  if (!bson_iter_init(&details, &error) || !bson_iter_find_descendant(&details, "errInfo.details", &details) ||
      !BSON_ITER_HOLDS_DOCUMENT(&details)) {
    return {};
  }
  std::uint32_t length = 0;
  const std::uint8_t* data = nullptr;
  bson_iter_document(&details, &length, &data);
  bson_t view;
  if (!bson_init_static(&view, data, length)) return {};
  const std::unique_ptr<char, DestroyWith<bson_free>> text(bson_as_relaxed_extended_json(&view, nullptr));
  return text ? text.get() : "";
}

WriteError error_from(const Client& client, const bson_t& error) {
  const int code = static_cast<int>(count_at(error, "code"));
  std::string message = text_at(error, "errmsg");
  const bool is_duplicate = std::find(duplicate_codes.begin(), duplicate_codes.end(), code) != duplicate_codes.end();
  const auto duplicate = is_duplicate ? duplicate_of(error, message) : WriteError::Duplicate::none;
  if (code == code::document_validation_failure) {
    if (const std::string details = validation_details(error); !details.empty()) message += ": " + details;
  }
  return {.position = count_at(error, "index"),
          .code = code,
          .duplicate = duplicate,
          .reason = with_code(cut_text(client.redactor().cleaned_foreign(message), longest_reason), code)};
}

WriteReply read_reply(const Client& client, const bson_t& reply, std::uint64_t written) {
  WriteReply read;
  read.written = written;
  for_each_in(reply, "upserted", [&](const bson_t&) { ++read.upserted; });
  for_each_in(reply, "writeErrors", [&](const bson_t& error) { read.errors.push_back(error_from(client, error)); });
  return read;
}

}  // namespace

bool WriteReply::accounts_for(std::size_t documents) const {
  return written + errors.size() == documents && upserted <= written &&
         std::all_of(errors.begin(), errors.end(), [&](const WriteError& error) { return error.position < documents; });
}

WriteReply read_command_reply(const Client& client, const bson_t& reply) {
  return read_reply(client, reply, count_at(reply, "n"));
}

WriteReply read_bulk_reply(const Client& client, const bson_t& reply) {
  return read_reply(client, reply,
                    count_at(reply, "nInserted") + count_at(reply, "nMatched") + count_at(reply, "nUpserted"));
}

bool has_write_errors(const bson_t& bulk_reply) {
  bool has_any = false;
  for_each_in(bulk_reply, "writeErrors", [&](const bson_t&) { has_any = true; });
  return has_any;
}

}  // namespace mongokeep::mongo
