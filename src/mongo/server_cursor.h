#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "extjson/bson_bytes.h"
#include "extjson/bson_element.h"
#include "extjson/bson_view.h"
#include "mongo/connection.h"
#include "mongo/driver_error.h"
#include "mongo/handles.h"
#include "mongo/namespace.h"

// For this room's own sources only, as handles.h.
namespace mongokeep::mongo {

/// A command whose answer is a cursor, and whom to ask it.
struct CursorQuestion {
  Namespace ns;                                ///< without a collection where it is about a database
  UniqueBson command;                          ///< `find`, `listCollections`, …
  const mongoc_read_prefs_t* prefs = nullptr;  ///< borrowed; null: the client's
  /// The connection string's read concern is for `find` alone, and not where the newest has to be seen.
  enum class Concern { of_connection, none };
  Concern concern = Concern::none;
  /// Of a collection with documents of its own, a server names just that one. Behind a view stands another one.
  enum class Source { the_collection, within_database };
  Source source = Source::within_database;
  std::string operation;  ///< what failed, for Error
  std::string subject;    ///< on what
  Access access = Access::read;
};

/// `opts` are further members of the command: `sort`, `limit`, …
UniqueBson find_command(const Namespace& ns, const bson_t& filter, const bson_t& opts);

/// The documents that a server gives in answer to a command, batch after batch, until it closes the cursor: the one
/// place that decides where such an answer ends. The driver's own cursor ends at an empty batch, at an element that is
/// no document, and where an answer has no `id`.
///
/// An empty batch is asked again for more, with growing pauses, for some half a minute in a row; a stop of the run that
/// the client works for ends that. An answer that is not of the protocol's form is a failure. One thread at a time.
class ServerCursor {
 public:
  /// Sends nothing yet. Borrows the client.
  ServerCursor(const Client& client, CursorQuestion question);
  /// Has the server close what it still keeps open.
  ~ServerCursor();
  ServerCursor(const ServerCursor&) = delete;
  ServerCursor& operator=(const ServerCursor&) = delete;

  enum class Step {
    document,  ///< document() is the next one
    end,       ///< the server has closed the cursor
    failed,    ///< failure() says how
  };
  /// Behind `end` and `failed` it stays so. Throws Error{stopped}.
  Step next();
  /// Valid until the next call of next().
  extjson::BsonView document() const { return document_; }
  const Failure& failure() const { return failure_.value(); }

  /// What later batches are to have, in documents.
  void set_batch_size(std::uint32_t documents) { batch_size_ = documents; }

 private:
  bool ask();
  bool choose_server();
  bool send(const bson_t& command, bool is_first);
  void take_answer();
  void check_source(const std::string& ns);
  bool wait_for_more();
  void close();
  const mongoc_read_prefs_t* prefs() const;
  bool address(bson_t& opts, bson_error_t& error) const;
  bool fail(Failure failure);
  bool fail_by(const bson_error_t& error, const bson_t* reply);
  bool fail_form(const std::string& cause);

  const Client& client_;
  const CursorQuestion question_;
  const std::string command_name_;
  UniqueSession session_;  ///< null where the server has none
  std::uint32_t server_ = 0;
  bool is_asked_ = false;
  std::int64_t id_ = 0;
  std::string collection_;  ///< what the server calls the cursor's collection
  std::uint32_t batch_size_ = 0;
  std::optional<Reply> reply_;
  std::optional<extjson::ElementReader> batch_;  ///< over the reply's bytes
  int empty_batches_ = 0;                        ///< in a row
  extjson::BsonView document_;
  std::optional<Failure> failure_;
};

/// The first document of the answer; nothing where it has none. Throws what failed.
std::optional<extjson::BsonBytes> first_of(const Client& client, CursorQuestion question);

/// Calls `visit` with each document, to the end. Nothing where all went well.
template <typename Visit>
std::optional<Failure> for_each(ServerCursor& cursor, Visit visit) {
  ServerCursor::Step step;
  while ((step = cursor.next()) == ServerCursor::Step::document) visit(cursor.document());
  if (step == ServerCursor::Step::end) return std::nullopt;
  return cursor.failure();
}

}  // namespace mongokeep::mongo
