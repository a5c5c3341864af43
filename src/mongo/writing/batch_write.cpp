#include "mongo/writing/batch_write.h"

#include <algorithm>
#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <utility>

#include "base/patience.h"
#include "base/stop_wait.h"
#include "base/text/cut_text.h"
#include "extjson/bson_element.h"
#include "mongo/handles.h"
#include "mongo/passing_codes.h"
#include "mongo/patiently.h"
#include "mongo/writing/batch_account.h"
#include "mongo/writing/break_limit.h"
#include "mongo/writing/presence.h"
#include "mongo/writing/write_command.h"
#include "mongo/writing/write_exchange.h"
#include "mongo/writing/write_reply.h"

namespace mongokeep::mongo {

namespace {

/// Server codes of a whole command that one of its documents may have brought on.
constexpr std::array data_codes = {
    1,      // InternalError
    2,      // BadValue
    8,      // UnknownError
    9,      // FailedToParse
    14,     // TypeMismatch
    15,     // Overflow: nested too deep
    22,     // InvalidBSON
    10334,  // BSONObjectTooLarge
};

bool speaks_of_data(int code) {
  return std::find(data_codes.begin(), data_codes.end(), code) != data_codes.end();
}

bool has_id(extjson::BsonView document) {
  return extjson::find_element(document, "_id").has_value();
}

/// A key with a dollar in front makes an update of what should replace.
bool begins_with_operator(extjson::BsonView document) {
  const std::optional<extjson::Element> first = extjson::ElementReader(document).next();
  return first && first->key.starts_with('$');
}

/// Why no command can carry the document; empty where one can.
std::string obstacle(WriteMode mode, extjson::BsonView document, const WriteLimits& limits) {
  if (document.size > limits.document_bytes) {
    return "it has " + std::to_string(document.size) + " bytes; the server's limit is " +
           std::to_string(limits.document_bytes);
  }
  if (mode != WriteMode::upsert) return {};
  // Servers give a command so much more than a document, for what is around it.
  constexpr std::size_t around_document = 16 * 1024;
  if (statement_bytes(mode, document) > limits.document_bytes + around_document) {
    return "together with its _id it is larger than a command may be";
  }
  if (!has_id(document)) return "it has no _id, so the document to replace cannot be found";
  if (begins_with_operator(document)) return "its first key begins with $, so it cannot replace another document";
  return {};
}

/// Whether the server is there and answers.
bool is_answering(const Client& client) {
  const UniqueBson ping(BCON_NEW("ping", BCON_INT32(1)));
  return mongoc_client_command_simple(client.get(), "admin", ping.get(), nullptr, nullptr, nullptr);
}

/// The writing of one batch.
class BatchWriter {
 public:
  BatchWriter(const WriteContext& context, const DocumentBatch& batch)
      : context_(context), batch_(batch), patience_(context.stop), account_(context, batch, patience_) {}

  BatchResult write() {
    const WriteLimits limits = patiently(patience_, [&] { return write_limits(context_.client); });
    std::vector<std::size_t> sendable = without_those_there(sendable_within(limits));
    const auto goes_in_bulk = [&](std::size_t index) {
      return carriage_for(context_.mode, batch_[index]) == Carriage::bulk;
    };
    auto middle = std::stable_partition(sendable.begin(), sendable.end(), goes_in_bulk);
    if (context_.keeps_order && middle != sendable.end()) {
      // All of them in the one way that can carry each.
      std::sort(sendable.begin(), sendable.end());
      middle = sendable.begin();
    }
    send_all({{sendable.begin(), middle}, Carriage::bulk}, limits);
    send_all({{middle, sendable.end()}, Carriage::command}, limits);
    return account_.take();
  }

 private:
  /// Documents that go the same way.
  struct Load {
    Indexes indexes;
    Carriage carriage;
  };

  std::vector<std::size_t> sendable_within(const WriteLimits& limits) {
    std::vector<std::size_t> sendable;
    sendable.reserve(batch_.size());
    for (std::size_t index = 0; index < batch_.size(); ++index) {
      std::string reason = obstacle(context_.mode, batch_[index], limits);
      if (reason.empty()) {
        sendable.push_back(index);
      } else {
        account_.refuse(index, Refusal::Why::other, std::move(reason));
      }
    }
    return sendable;
  }

  /// Without a unique index the server would take once more what is there, so that it has to be looked for.
  std::vector<std::size_t> without_those_there(std::vector<std::size_t> indexes) {
    if (context_.mode != WriteMode::missing_only || context_.id_index == IdIndex::unique) return indexes;
    const auto found = patiently(patience_, [&] { return look_up(context_, batch_, indexes); });
    std::vector<std::size_t> missing;
    for (std::size_t position = 0; position < indexes.size(); ++position) {
      if (found[position] == Presence::absent) missing.push_back(indexes[position]);
    }
    account_.count_present(indexes.size() - missing.size());
    return missing;
  }

  void send_all(const Load& load, const WriteLimits& limits) {
    for (Indexes rest = load.indexes; !rest.empty();) {
      throw_if_stopped(context_.stop);
      const Indexes next = rest.first(count_that_fits(context_.mode, batch_, rest, limits));
      send({next, load.carriage}, Trial::first);
      rest = rest.subspan(next.size());
    }
  }

  /// Sends the documents, and again where that helps: together where the network broke off or the server was not
  /// ready, in parts where one document may spoil it for the others.
  void send(const Load& load, Trial trial) {
    constexpr int tries_of_one = 3;
    for (int breaks = 0;;) {
      const WriteExchange exchanged = exchange(context_, batch_, load.indexes, load.carriage);
      // A server that was killed in between has forgotten the first time.
      if (exchanged.was_sent_again) trial = Trial::repeated;
      if (!exchanged.failure) {
        if (exchanged.unconfirmed) account_.deny(*exchanged.unconfirmed);
        return enter(load, exchanged.reply, trial);
      }
      const Failure& failure = *exchanged.failure;
      if (failure.error.kind() != ErrorKind::connection) {
        if (!speaks_of_data(failure.code)) throw failure.error;
        return send_apart(load, trial, failure.error);
      }
      if (failure.was_sent) check_repeatable(load.indexes, failure.error);
      check_limit(failure.error);
      // A server that answers otherwise, and has not said itself that it was not ready, does not like what it got.
      const bool is_suspect = trial == Trial::repeated && failure.code == 0 && is_answering(context_.client);
      if (is_suspect && (load.indexes.size() > 1 || ++breaks == tries_of_one)) {
        return send_apart(load, trial, failure.error);
      }
      if (!patience_.wait()) throw failure.error;
      trial = Trial::repeated;
    }
  }

  /// The documents by halves, until the one is found that the server fails on.
  void send_apart(const Load& load, Trial trial, const Error& error) {
    if (load.indexes.size() > 1) return send_halves(load, trial);
    // To find one takes seconds: a server that breaks off at every document is not to be asked about millions.
    constexpr int most_spoilers = 20;
    if (error.kind() == ErrorKind::connection && ++spoilers_ > most_spoilers) throw error;
    const std::string reason = error.kind() == ErrorKind::connection
                                   ? "the server drops the connection on this document: " + error.cause()
                                   : error.cause();
    account_.refuse(load.indexes.front(), Refusal::Why::other, cut_text(reason, longest_reason));
    patience_.renew();
    limit_.note_found();
  }

  void send_halves(const Load& load, Trial trial) {
    throw_if_stopped(context_.stop);
    const std::size_t half = load.indexes.size() / 2;
    send({load.indexes.first(half), load.carriage}, trial);
    send({load.indexes.subspan(half), load.carriage}, trial);
  }

  void enter(const Load& load, const WriteReply& reply, Trial trial) {
    for (const WriteError& error : reply.errors) {
      if (error.code == code::command_not_supported_on_view) {
        throw Error(ErrorKind::server, write_operation, context_.ns.text(), error.reason);
      }
    }
    if (reply.accounts_for(load.indexes.size())) return enter_by_document(load, reply, trial);
    patience_.renew();
    // FerretDB ends an `update` at the first error. What it did before can be done again.
    if (context_.mode == WriteMode::upsert && load.indexes.size() > 1) return send_halves(load, trial);
    throw Error(ErrorKind::server, write_operation, context_.ns.text(),
                "the server's answer does not account for all documents");
  }

  /// What was refused for a reason that passes is sent again.
  void enter_by_document(const Load& load, WriteReply reply, Trial trial) {
    std::vector<std::size_t> again;
    std::string reason;
    std::erase_if(reply.errors, [&](const WriteError& error) {
      if (!passes(error.code)) return false;
      again.push_back(load.indexes[error.position]);
      reason = error.reason;
      return true;
    });
    if (again.size() < load.indexes.size()) {
      patience_.renew();
      limit_.note_written(load.indexes.size() - again.size());
    }
    account_.add(load.indexes, reply, trial);
    if (again.empty()) return;
    const Error passing(ErrorKind::connection, write_operation, context_.ns.text(), reason);
    check_limit(passing);
    if (!patience_.wait()) throw passing;
    // Whether it went in all the same, only a look can tell.
    send({again, load.carriage}, Trial::repeated);
  }

  /// Throws where nobody could tell afterwards what of an interrupted command went in.
  void check_repeatable(Indexes indexes, const Error& interruption) const {
    if (context_.mode == WriteMode::upsert) return;
    const bool can_tell =
        context_.id_index == IdIndex::unique &&
        std::all_of(indexes.begin(), indexes.end(), [&](std::size_t index) { return has_id(batch_[index]); });
    if (can_tell) return;
    throw interruption.with_hint(
        "Drop the collection and restore it again: without unique _ids, nobody can tell which of " +
        std::to_string(indexes.size()) + " documents were written");
  }

  /// Throws the error where it has gone on for too long.
  void check_limit(const Error& error) {
    if (limit_.allows_another_try(std::chrono::steady_clock::now())) return;
    throw error.with_hint(
        "The network broke for five minutes without letting much through. Once it is better, the same command with "
        "--mode missingOnly adds the rest");
  }

  const WriteContext& context_;
  const DocumentBatch& batch_;
  Patience patience_;
  BreakLimit limit_{batch_.size()};
  BatchAccount account_;
  int spoilers_ = 0;
};

}  // namespace

BatchResult write_batch(const WriteContext& context, const DocumentBatch& batch) {
  if (batch.empty()) return {};
  return BatchWriter(context, batch).write();
}

}  // namespace mongokeep::mongo
