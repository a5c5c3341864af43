#include "verify/collection_comparison.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <string>
#include <utility>
#include <vector>

#include "extjson/bson_bytes.h"
#include "mongo/catalogue.h"
#include "mongo/index_spec.h"
#include "mongo/patiently.h"
#include "mongo/reading/reading_order.h"
#include "mongokeep/error.h"
#include "verify/live_side.h"
#include "verify/manifest_check.h"
#include "verify/matching.h"
#include "verify/metadata_comparison.h"
#include "verify/stored_side.h"
#include "verify/tally.h"

namespace mongokeep::verify {

namespace {

using archive::CollectionRecord;

/// Of documents that wait for those they belong to.
constexpr std::size_t most_in_memory = std::size_t{256} << 20U;

/// One collection of a backup and its live one.
class Comparison {
 public:
  Comparison(const ComparisonContext& context, const CollectionRecord& record, const mongo::Namespace& live)
      : context_(context), record_(record), ns_(live), patience_(context.stop), tally_(result_) {
    result_.stored_collection = full_name(context.backup.manifest(), record);
    result_.live_collection = live.text();
  }

  void compare_metadata() {
    if (context_.backup.is_legacy()) return;
    const auto found = mongo::patiently(
        patience_, [&] { return verify::compare_metadata(context_.client, record_, ns_, context_.form); });
    for (const MetadataDifference& difference : found) result_.metadata.push_back(difference.text);
  }

  void compare_documents() {
    if (record_.file.empty() && result_.metadata.empty()) return;
    ProgressMeter meter(context_.progress, ns_.text(), record_.documents);
    meter.set_stored_bytes(record_.stored_bytes);
    try {
      if (!record_.file.empty()) compare_stored(meter);
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::stopped) meter.fail(error.what());
      throw;
    }
    if (!result_.is_same()) meter.fall_short(differences_of(result_));
    meter.succeed();
  }

  CollectionComparison result() { return std::move(result_); }

 private:
  void compare_stored(ProgressMeter& meter) {
    if (const auto info = mongo::patiently(patience_, [&] { return mongo::find_collection(context_.client, ns_); })) {
      compare_documents(*info, meter);
    } else {
      result_.missing = context_.backup.is_legacy() ? count_stored() : record_.documents;
    }
  }

  std::uint64_t count_stored() const {
    StoredSide stored(context_.backup, record_, context_.stop);
    std::uint64_t count = 0;
    while (stored.next()) ++count;
    return count;
  }

  void compare_documents(const mongo::CollectionInfo& info, ProgressMeter& meter) {
    const std::string& format = context_.backup.manifest().text_format;
    const LiveCollection collection{context_.client, ns_,   info,      order_of(info),
                                    format,          meter, patience_, context_.stop};
    Way way = first_way(info);
    while (!try_to_compare(collection, way)) tally_.reset();
  }

  mongo::OrderedCursor::Order order_of(const mongo::CollectionInfo& info) const {
    const auto of_capped = record_.is_in_natural_order ? mongo::OfCapped::natural : mongo::OfCapped::by_id;
    return mongo::reading_order(info.type, extjson::view_of(info.options), of_capped);
  }

  /// How documents are matched, from the cheapest on.
  enum class Way { in_order, by_id, whole };

  Way first_way(const mongo::CollectionInfo& info) const {
    if (record_.type != "collection" || info.type != "collection") return Way::whole;
    const bool by_collation = mongo::has_default_collation(extjson::view_of(info.options));
    return by_collation || record_.is_in_natural_order ? Way::by_id : Way::in_order;
  }

  /// False where it has to be done from the beginning, `way` being how.
  bool try_to_compare(const LiveCollection& collection, Way& way) {
    StoredSide stored(context_.backup, record_, context_.stop);
    LiveSide live(collection);
    try {
      if (way == Way::in_order) {
        if (match_in_order(stored, live, tally_)) return true;
        way = Way::by_id;
        return false;
      }
      match_in_memory(stored, live, way == Way::by_id ? KnownBy::id : KnownBy::whole, most_in_memory, tally_);
      return true;
    } catch (const Error&) {
      if (!live.must_start_anew()) throw;
      return false;
    }
  }

  const ComparisonContext& context_;
  const CollectionRecord& record_;
  const mongo::Namespace& ns_;
  Patience patience_;
  CollectionComparison result_;
  Tally tally_;
};

}  // namespace

std::string differences_of(const CollectionComparison& found) {
  std::vector<std::string> parts;
  const auto add = [&](std::uint64_t count, const char* word) {
    if (count > 0) parts.push_back(fmt::format("{} {}", count, word));
  };
  add(found.missing, "missing");
  add(found.added, "added");
  add(found.changed, "changed");
  parts.insert(parts.end(), found.metadata.begin(), found.metadata.end());
  return fmt::format("{}", fmt::join(parts, ", "));
}

CollectionComparison compare_documents(const ComparisonContext& context, const CollectionRecord& record,
                                       const mongo::Namespace& live) {
  Comparison comparison(context, record, live);
  comparison.compare_documents();
  return comparison.result();
}

CollectionComparison compare_collection(const ComparisonContext& context, const CollectionRecord& record,
                                        const mongo::Namespace& live) {
  Comparison comparison(context, record, live);
  comparison.compare_metadata();
  comparison.compare_documents();
  return comparison.result();
}

}  // namespace mongokeep::verify
