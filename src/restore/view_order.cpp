#include "restore/view_order.h"

#include <algorithm>
#include <iterator>
#include <set>
#include <string>
#include <utility>

#include "extjson/bson_bytes.h"
#include "restore/view_sources.h"

namespace mongokeep::restore {

namespace {

/// Views of one plan, put out one after the other.
class Ordering {
 public:
  Ordering(std::vector<PlannedCollection> views, std::vector<PlannedCollection>& out)
      : views_(std::move(views)), is_out_(views_.size()), out_(out) {}

  void put_all() {
    for (std::size_t index = 0; index < views_.size(); ++index) {
      if (!is_out_[index]) put(index);
    }
  }

 private:
  /// A server has no views that read from each other in a circle; in a manifest that says so, the first one wins.
  void put(std::size_t index) {
    is_out_[index] = true;
    const auto& options = views_[index].metadata.options;
    const std::set<std::string> sources = view_sources(extjson::view_of(options));
    for (std::size_t other = 0; other < views_.size(); ++other) {
      if (is_out_[other]) continue;
      const mongo::Namespace& ns = views_[other].source;
      if (ns.database == views_[index].source.database && sources.contains(ns.collection)) put(other);
    }
    out_.push_back(std::move(views_[index]));
  }

  std::vector<PlannedCollection> views_;
  std::vector<bool> is_out_;
  std::vector<PlannedCollection>& out_;
};

}  // namespace

void order_views(std::vector<PlannedCollection>& plan) {
  const auto first_view =
      std::stable_partition(plan.begin(), plan.end(), [](const PlannedCollection& one) { return !one.is_view(); });
  std::vector<PlannedCollection> views(std::make_move_iterator(first_view), std::make_move_iterator(plan.end()));
  plan.erase(first_view, plan.end());
  Ordering(std::move(views), plan).put_all();
}

}  // namespace mongokeep::restore
