#include "verify/matching.h"

#include <fmt/format.h>

#include <compare>
#include <optional>
#include <string>
#include <unordered_map>
#include <utility>

#include "extjson/bson_element.h"
#include "extjson/value_order.h"
#include "mongo/reading/id_order.h"
#include "mongokeep/error.h"

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
  mongo::IdOrder order_{mongo::IdOrder::Strings::by_bytes};
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
  /// Takes out the one that is the same, byte for byte.
  bool take_same(const std::string& key, BsonView document) {
    const auto [begin, end] = documents_.equal_range(key);
    for (auto at = begin; at != end; ++at) {
      if (!are_same(view_of(at->second), document)) continue;
      remove(at);
      return true;
    }
    return false;
  }
  /// Takes out any with this key.
  std::optional<std::string> take(const std::string& key) {
    const auto found = documents_.find(key);
    if (found == documents_.end()) return std::nullopt;
    std::string document = std::move(found->second);
    bytes_ -= document.size();
    found->second.clear();
    remove(found);
    return document;
  }
  std::vector<std::string> keys() const {
    std::vector<std::string> all;
    for (const auto& [key, document] : documents_) all.push_back(key);
    return all;
  }
  std::size_t bytes() const { return bytes_; }
  template <typename Visit>
  void for_each(Visit visit) const {
    for (const auto& [key, document] : documents_) visit(view_of(document));
  }

 private:
  using Documents = std::unordered_multimap<std::string, std::string>;
  void remove(Documents::iterator at) {
    bytes_ -= at->first.size() + at->second.size();
    documents_.erase(at);
  }

  Documents documents_;
  std::size_t bytes_ = 0;
};

std::string key_of(BsonView document, KnownBy known_by) {
  const auto id = known_by == KnownBy::id ? extjson::find_element(document, "_id") : std::nullopt;
  if (!id) return bytes_of(document);
  return static_cast<char>(id->type) + std::string(reinterpret_cast<const char*>(id->value.data()), id->value.size());
}

/// Documents with one `_id`, of both sides, that are not the same at first sight: several may share it, in any order.
class Twins {
 public:
  explicit Twins(Tally& tally) : tally_(tally) {}

  /// Before anything else is done with a document of this `_id`: those of another one are settled.
  void come_to(const extjson::Element& id) {
    if (!is_at(id)) settle();
  }
  bool is_at(const extjson::Element& id) const {
    if (stored_.empty() && live_.empty()) return false;
    const auto held = extjson::find_element(view_of(stored_.empty() ? live_.front() : stored_.front()), "_id");
    return held && extjson::compare_values(*held, id) == 0;
  }
  void hold_stored(BsonView document) { hold(stored_, document); }
  void hold_live(BsonView document) { hold(live_, document); }
  std::size_t bytes() const { return bytes_; }

  void settle() {
    for (const std::string& one : live_) {
      const auto same = std::find(stored_.begin(), stored_.end(), one);
      if (same != stored_.end()) {
        tally_.add_pair(view_of(*same), view_of(one));
        stored_.erase(same);
      } else {
        unmatched_.push_back(one);
      }
    }
    const std::size_t changed = std::min(stored_.size(), unmatched_.size());
    for (std::size_t at = 0; at < changed; ++at) tally_.add_pair(view_of(stored_[at]), view_of(unmatched_[at]));
    for (std::size_t at = changed; at < stored_.size(); ++at) tally_.add_missing(view_of(stored_[at]));
    for (std::size_t at = changed; at < unmatched_.size(); ++at) tally_.add_added(view_of(unmatched_[at]));
    stored_.clear();
    live_.clear();
    unmatched_.clear();
    bytes_ = 0;
  }

 private:
  void hold(std::vector<std::string>& side, BsonView document) {
    bytes_ += document.size;
    side.push_back(bytes_of(document));
  }

  Tally& tally_;
  std::vector<std::string> stored_;
  std::vector<std::string> live_;
  std::vector<std::string> unmatched_;  ///< of live_
  std::size_t bytes_ = 0;
};

/// Enters the document, or pair, that comes first.
void enter_first(const OrderedSide& stored, const OrderedSide& live, std::weak_ordering order, Twins& twins,
                 Tally& tally) {
  twins.come_to(order <= 0 ? stored.id() : live.id());
  if (order == 0 && are_same(stored.document(), live.document())) {
    tally.add_pair(stored.document(), live.document());
  } else if (order == 0) {
    twins.hold_stored(stored.document());
    twins.hold_live(live.document());
  } else if (order < 0 && twins.is_at(stored.id())) {
    twins.hold_stored(stored.document());
  } else if (order < 0) {
    tally.add_missing(stored.document());
  } else if (twins.is_at(live.id())) {
    twins.hold_live(live.document());
  } else {
    tally.add_added(live.document());
  }
}

/// Takes one side's next document: its like on the other side, or its place among those that wait. False at the end.
bool take_next(DocumentStream& side, Waiting& waiting, Waiting& others, KnownBy known_by, Tally& tally) {
  const auto document = side.next();
  if (!document) return false;
  std::string key = key_of(*document, known_by);
  if (others.take_same(key, *document)) {
    tally.add_pair(*document, *document);
  } else {
    waiting.add(std::move(key), *document);
  }
  return true;
}

/// What waits on both sides under one `_id`, and is not the same: several may share it, so that this is known only once
/// all have come.
void pair_changed(Waiting& stored, Waiting& live, Tally& tally) {
  for (const std::string& key : stored.keys()) {
    const auto now = live.take(key);
    if (!now) continue;
    const auto before = stored.take(key);
    if (before) tally.add_pair(view_of(*before), view_of(*now));
  }
}

/// Of documents with one `_id`.
constexpr std::size_t most_twin_bytes = std::size_t{64} << 20U;

}  // namespace

bool match_in_order(DocumentStream& stored_documents, DocumentStream& live_documents, Tally& tally) {
  OrderedSide stored(stored_documents);
  OrderedSide live(live_documents);
  Twins twins(tally);
  if (!stored.advance() || !live.advance()) return false;
  while (stored.has_document() || live.has_document()) {
    const std::weak_ordering order = order_of(stored, live);
    enter_first(stored, live, order, twins, tally);
    if (twins.bytes() > most_twin_bytes) return false;
    if (order <= 0 && !stored.advance()) return false;
    if (order >= 0 && !live.advance()) return false;
  }
  twins.settle();
  return true;
}

void match_in_memory(DocumentStream& stored, DocumentStream& live, KnownBy known_by, std::size_t most_bytes,
                     Tally& tally) {
  Waiting stored_waiting;
  Waiting live_waiting;
  bool stored_goes_on = true;
  bool live_goes_on = true;
  while (stored_goes_on || live_goes_on) {
    if (stored_goes_on) stored_goes_on = take_next(stored, stored_waiting, live_waiting, known_by, tally);
    if (live_goes_on) live_goes_on = take_next(live, live_waiting, stored_waiting, known_by, tally);
    if (stored_waiting.bytes() + live_waiting.bytes() <= most_bytes) continue;
    pair_changed(stored_waiting, live_waiting, tally);
    if (stored_waiting.bytes() + live_waiting.bytes() <= most_bytes) continue;
    throw Error(ErrorKind::invalid_data, "compare the documents of", "a collection",
                fmt::format("they are not sorted by _id, and matching them would need more than {} MiB of memory",
                            most_bytes >> 20U));
  }
  pair_changed(stored_waiting, live_waiting, tally);
  stored_waiting.for_each([&](BsonView document) { tally.add_missing(document); });
  live_waiting.for_each([&](BsonView document) { tally.add_added(document); });
}

}  // namespace mongokeep::verify
