#include "verify/matching.h"

#include <fmt/format.h>

#include <compare>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "extjson/bson_element.h"
#include "extjson/value_order.h"
#include "mongokeep/error.h"
#include "verify/id_order.h"

namespace mongokeep::verify {

namespace {

using extjson::BsonView;

/// One side that is read in order.
class OrderedSide {
 public:
  explicit OrderedSide(DocumentStream& documents) : documents_(documents) {}

  /// False where the next document is not behind the last.
  bool advance() {
    document_ = documents_.next();
    if (!document_) return true;
    id_ = extjson::find_element(*document_, "_id");
    return id_ && order_.problem_with(id_).empty();
  }
  bool has_document() const { return document_.has_value(); }
  BsonView document() const { return document_.value(); }
  const extjson::Element& id() const { return id_.value(); }

 private:
  DocumentStream& documents_;
  IdOrder order_{IdOrder::Strings::by_bytes};
  std::optional<BsonView> document_;
  std::optional<extjson::Element> id_;
};

/// Which side comes first; at the end of one, the other.
std::weak_ordering order_of(const OrderedSide& stored, const OrderedSide& live) {
  if (!live.has_document()) return std::weak_ordering::less;
  if (!stored.has_document()) return std::weak_ordering::greater;
  return extjson::compare_values(stored.id(), live.id());
}

std::string bytes_of(BsonView document) {
  return {reinterpret_cast<const char*>(document.data), document.size};
}

BsonView view_of(const std::string& bytes) {
  return {reinterpret_cast<const std::uint8_t*>(bytes.data()), bytes.size()};
}

/// The documents of one side that wait for their match.
class Waiting {
 public:
  void add(std::string key, BsonView document) {
    bytes_ += key.size() + document.size;
    documents_.emplace(std::move(key), bytes_of(document));
  }
  std::optional<std::string> take(const std::string& key) {
    const auto found = documents_.find(key);
    if (found == documents_.end()) return std::nullopt;
    std::string document = std::move(found->second);
    bytes_ -= key.size() + document.size();
    documents_.erase(found);
    return document;
  }
  std::size_t bytes() const { return bytes_; }
  template <typename Visit>
  void for_each(Visit visit) const {
    for (const auto& [key, document] : documents_) visit(view_of(document));
  }

 private:
  std::unordered_multimap<std::string, std::string> documents_;
  std::size_t bytes_ = 0;
};

std::string key_of(BsonView document, KnownBy known_by) {
  const auto id = known_by == KnownBy::id ? extjson::find_element(document, "_id") : std::nullopt;
  if (!id) return bytes_of(document);
  return static_cast<char>(id->type) + std::string(reinterpret_cast<const char*>(id->value.data()), id->value.size());
}

}  // namespace

bool match_in_order(DocumentStream& stored_documents, DocumentStream& live_documents, Tally& tally) {
  OrderedSide stored(stored_documents);
  OrderedSide live(live_documents);
  if (!stored.advance() || !live.advance()) return false;
  while (stored.has_document() || live.has_document()) {
    const std::weak_ordering order = order_of(stored, live);
    if (order == 0) {
      tally.add_pair(stored.document(), live.document());
    } else if (order < 0) {
      tally.add_missing(stored.document());
    } else {
      tally.add_added(live.document());
    }
    if (order <= 0 && !stored.advance()) return false;
    if (order >= 0 && !live.advance()) return false;
  }
  return true;
}

void match_in_memory(DocumentStream& stored, DocumentStream& live, KnownBy known_by, std::size_t most_bytes,
                     Tally& tally) {
  Waiting stored_waiting;
  Waiting live_waiting;
  bool stored_goes_on = true;
  bool live_goes_on = true;
  while (stored_goes_on || live_goes_on) {
    const auto from_backup = stored_goes_on ? stored.next() : std::nullopt;
    stored_goes_on = from_backup.has_value();
    if (from_backup) {
      std::string key = key_of(*from_backup, known_by);
      if (const auto match = live_waiting.take(key)) {
        tally.add_pair(*from_backup, view_of(*match));
      } else {
        stored_waiting.add(std::move(key), *from_backup);
      }
    }
    const auto from_database = live_goes_on ? live.next() : std::nullopt;
    live_goes_on = from_database.has_value();
    if (from_database) {
      std::string key = key_of(*from_database, known_by);
      if (const auto match = stored_waiting.take(key)) {
        tally.add_pair(view_of(*match), *from_database);
      } else {
        live_waiting.add(std::move(key), *from_database);
      }
    }
    if (stored_waiting.bytes() + live_waiting.bytes() > most_bytes) {
      throw Error(ErrorKind::invalid_data, "compare the documents of", "a collection",
                  fmt::format("they are not in the order of _id, and more than {} MiB of them would have to be held in "
                              "memory to find those that belong together",
                              most_bytes >> 20U));
    }
  }
  stored_waiting.for_each([&](BsonView document) { tally.add_missing(document); });
  live_waiting.for_each([&](BsonView document) { tally.add_added(document); });
}

}  // namespace mongokeep::verify
