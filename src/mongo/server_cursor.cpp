#include "mongo/server_cursor.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <memory>
#include <string_view>
#include <utility>

#include "base/stop_wait.h"
#include "extjson/bson_element.h"
#include "extjson/little_endian.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo {

namespace {

using extjson::BsonType;
using extjson::BsonView;
using extjson::Element;

constexpr int most_empty_batches = 120;

/// Before the next question, after so many empty batches in a row: half a minute in all.
std::chrono::milliseconds pause_after(int empty_batches) {
  constexpr int doublings = 8;
  if (empty_batches < 2) return std::chrono::milliseconds(0);
  return std::chrono::milliseconds(1 << std::min(empty_batches - 2, doublings));
}

/// The number that a cursor is known by. Of any type of number, as the driver takes it.
std::optional<std::int64_t> whole_number(const Element& element) {
  switch (element.type) {
    case BsonType::int32: return extjson::load_little_endian<std::int32_t>(element.value.data());
    case BsonType::int64: return extjson::load_little_endian<std::int64_t>(element.value.data());
    case BsonType::number_double: {
      const auto number = extjson::load_little_endian<double>(element.value.data());
      constexpr double exact = 0x1p53;
      if (!(std::abs(number) <= exact) || std::trunc(number) != number) return std::nullopt;
      return static_cast<std::int64_t>(number);
    }
    default: return std::nullopt;
  }
}

std::string first_key(const bson_t& command) {
  bson_iter_t first;
  return bson_iter_init(&first, &command) && bson_iter_next(&first) ? bson_iter_key(&first) : "";
}

}  // namespace

UniqueBson find_command(const Namespace& ns, const bson_t& filter, const bson_t& opts) {
  UniqueBson command(BCON_NEW("find", BCON_UTF8(ns.collection.c_str()), "filter", BCON_DOCUMENT(&filter)));
  bson_concat(command.get(), &opts);
  return command;
}

std::optional<extjson::BsonBytes> first_of(const Client& client, CursorQuestion question) {
  ServerCursor cursor(client, std::move(question));
  const ServerCursor::Step step = cursor.next();
  if (step == ServerCursor::Step::failed) throw cursor.failure().error;
  if (step == ServerCursor::Step::end) return std::nullopt;
  return extjson::copy_of(cursor.document());
}

ServerCursor::ServerCursor(const Client& client, CursorQuestion question)
    : client_(client),
      question_(std::move(question)),
      command_name_(first_key(*question_.command)),
      collection_(question_.ns.collection.empty() ? "$cmd." + command_name_ : question_.ns.collection) {}

ServerCursor::~ServerCursor() {
  // A server that is gone, or that somebody does not want to wait for, closes it by itself after a while.
  const bool is_reachable = !failure_ || (failure_->error.kind() != ErrorKind::connection && !failure_->lost_cursor);
  if (id_ != 0 && is_reachable && !client_.stop().stop_requested()) close();
}

ServerCursor::Step ServerCursor::next() {
  try {
    while (!failure_) {
      if (batch_) {
        if (const std::optional<Element> element = batch_->next()) {
          if (element->type != BsonType::document) {
            fail_form("holds something that is not a document");
            break;
          }
          empty_batches_ = 0;
          document_ = element->as_document();
          return Step::document;
        }
        batch_.reset();
      }
      if (is_asked_ && id_ == 0) return Step::end;
      if (!ask()) break;
    }
  } catch (const Error& error) {
    if (error.kind() != ErrorKind::invalid_data) throw;
    fail_form("is not valid BSON: " + error.cause());
  }
  return Step::failed;
}

/// False where it failed.
bool ServerCursor::ask() {
  if (!is_asked_) {
    if (!choose_server() || !send(*question_.command, true)) return false;
  } else {
    if (!wait_for_more()) return false;
    const UniqueBson more(BCON_NEW("getMore", BCON_INT64(id_), "collection", BCON_UTF8(collection_.c_str())));
    if (batch_size_ != 0) BSON_APPEND_INT64(more.get(), "batchSize", batch_size_);
    if (!send(*more, false)) return false;
  }
  is_asked_ = true;
  take_answer();
  return !failure_;
}

/// All batches come from one server, in one session.
bool ServerCursor::choose_server() {
  bson_error_t error;
  const UniqueServerDescription server(mongoc_client_select_server(client_.get(), false, prefs(), &error));
  if (!server) return fail_by(error, nullptr);
  server_ = mongoc_server_description_id(server.get());
  const std::unique_ptr<mongoc_session_opt_t, DestroyWith<mongoc_session_opts_destroy>> opts(mongoc_session_opts_new());
  mongoc_session_opts_set_causal_consistency(opts.get(), false);
  // Not every server has sessions.
  session_.reset(mongoc_client_start_session(client_.get(), opts.get(), &error));
  return true;
}

bool ServerCursor::send(const bson_t& command, bool is_first) {
  const UniqueBson opts(bson_new());
  bson_error_t error;
  if (!address(*opts, error)) return fail_by(error, nullptr);
  const auto run = is_first && question_.concern == CursorQuestion::Concern::of_connection
                       ? mongoc_client_read_command_with_opts
                       : mongoc_client_command_with_opts;
  reply_.reset();
  reply_.emplace();
  if (run(client_.get(), question_.ns.database.c_str(), &command, prefs(), opts.get(), reply_->out(), &error)) {
    return true;
  }
  return fail_by(error, &reply_->document());
}

const mongoc_read_prefs_t* ServerCursor::prefs() const {
  return question_.prefs != nullptr ? question_.prefs : client_.read_prefs();
}

/// To the server, and within the session, that the cursor was opened in.
bool ServerCursor::address(bson_t& opts, bson_error_t& error) const {
  BSON_APPEND_INT32(&opts, "serverId", static_cast<std::int32_t>(server_));
  return !session_ || mongoc_client_session_append(session_.get(), &opts, &error);
}

void ServerCursor::take_answer() {
  const std::optional<Element> cursor = extjson::find_element(view_of(reply_->document()), "cursor");
  if (!cursor || cursor->type != BsonType::document) {
    fail_form("has no cursor");
    return;
  }
  std::optional<Element> id;
  std::optional<Element> batch;
  extjson::ElementReader members(cursor->as_document());
  while (const std::optional<Element> member = members.next()) {
    if (member->key == "id") id = member;
    if (member->key == "firstBatch" || member->key == "nextBatch") batch = member;
    if (member->key == "ns") {
      if (member->type != BsonType::string) {
        fail_form("has a cursor whose `ns` is not a string");
        return;
      }
      check_source(std::string(member->as_text()));
    }
    if (member->key == "partialResultsReturned" && member->type == BsonType::boolean && member->value.front() != 0) {
      fail_form("is only a part: not every shard answered");
    }
  }
  if (failure_) return;
  const std::optional<std::int64_t> number = id ? whole_number(*id) : std::nullopt;
  if (!number) {
    fail_form("has a cursor without a number as its `id`");
  } else if (!batch || batch->type != BsonType::array) {
    fail_form("has a cursor without a batch of documents");
  } else if (id_ != 0 && *number != 0 && *number != id_) {
    fail_form("is another cursor's");
  } else {
    id_ = *number;
    batch_.emplace(batch->as_document());
  }
}

void ServerCursor::check_source(const std::string& ns) {
  const std::string database = question_.ns.database + ".";
  const bool is_exact = question_.source == CursorQuestion::Source::the_collection;
  if (is_exact ? ns == question_.ns.text() : ns.starts_with(database)) {
    collection_ = ns.substr(database.size());
  } else {
    fail_form("has documents of `" + client_.redactor().cleaned(ns) + "`");
  }
}

/// False where that has been enough.
bool ServerCursor::wait_for_more() {
  const bool is_empty = document_.data == nullptr;
  document_ = {};
  if (!is_empty) return true;
  if (++empty_batches_ > most_empty_batches) {
    // In steps: GCC 14 warns of the whole in one, which is in order.
    std::string cause = std::to_string(most_empty_batches);
    cause.insert(0, "the server sent ").append(" empty batches in a row and did not close the cursor");
    return fail({.error = Error(ErrorKind::server, question_.operation, question_.subject, cause,
                                "Check the server's log, and whether a proxy stands before it; then try again")});
  }
  wait_unless_stopped(client_.stop(), pause_after(empty_batches_));
  throw_if_stopped(client_.stop());
  return true;
}

void ServerCursor::close() {
  const UniqueBson command(
      BCON_NEW("killCursors", BCON_UTF8(collection_.c_str()), "cursors", "[", BCON_INT64(id_), "]"));
  const UniqueBson opts(bson_new());
  bson_error_t error;
  if (!address(*opts, error)) return;
  Reply reply;
  // Whatever comes of it: the server closes what nobody asks for.
  mongoc_client_command_with_opts(client_.get(), question_.ns.database.c_str(), command.get(), nullptr, opts.get(),
                                  reply.out(), &error);
}

bool ServerCursor::fail(Failure failure) {
  batch_.reset();
  failure_ = std::move(failure);
  return false;
}

bool ServerCursor::fail_by(const bson_error_t& error, const bson_t* reply) {
  return fail(failure_from(client_, error, reply, question_.operation, question_.subject, question_.access));
}

bool ServerCursor::fail_form(const std::string& cause) {
  return fail({.error = Error(ErrorKind::server, question_.operation, question_.subject,
                              "the server's answer to `" + (id_ == 0 ? command_name_ : "getMore") + "` " + cause,
                              "Check the server's version, and whether a proxy stands before it")});
}

}  // namespace mongokeep::mongo
