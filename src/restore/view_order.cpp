#include "restore/view_order.h"

#include <algorithm>
#include <iterator>
#include <map>
#include <string>
#include <utility>

#include "extjson/bson_bytes.h"
#include "restore/view_sources.h"

namespace mongokeep::restore {

namespace {

/// Views of one plan, put out one after the other. A manifest may have a chain of any length, so nothing here calls
/// itself.
class Ordering {
 public:
  Ordering(std::vector<PlannedCollection> views, std::vector<PlannedCollection>& out)
      : views_(std::move(views)), is_begun_(views_.size()), out_(out) {
    for (std::size_t index = 0; index < views_.size(); ++index) {
      const mongo::Namespace& ns = views_[index].source;
      by_name_.emplace(std::pair(ns.database, ns.collection), index);
    }
  }

  void put_all() {
    for (std::size_t index = 0; index < views_.size(); ++index) {
      begin(index);
      while (!waiting_.empty()) go_on();
    }
  }

 private:
  /// A view that is put out once those are that it reads from.
  struct Waiting {
    std::size_t view;
    std::vector<std::size_t> sources;  ///< still to be looked at, the next one last
  };

  /// A server has no views that read from each other in a circle; in a manifest that says so, the first one wins.
  void begin(std::size_t index) {
    if (is_begun_[index]) return;
    is_begun_[index] = true;
    Waiting waiting{index, {}};
    for (const std::string& name : view_sources(extjson::view_of(views_[index].metadata.options))) {
      const auto [first, last] = by_name_.equal_range(std::pair(views_[index].source.database, name));
      for (auto at = first; at != last; ++at) waiting.sources.push_back(at->second);
    }
    std::sort(waiting.sources.rbegin(), waiting.sources.rend());
    waiting_.push_back(std::move(waiting));
  }

  void go_on() {
    Waiting& last = waiting_.back();
    if (!last.sources.empty()) {
      const std::size_t source = last.sources.back();
      last.sources.pop_back();
      return begin(source);
    }
    out_.push_back(std::move(views_[last.view]));
    waiting_.pop_back();
  }

  std::vector<PlannedCollection> views_;
  std::multimap<std::pair<std::string, std::string>, std::size_t> by_name_;
  std::vector<bool> is_begun_;
  std::vector<Waiting> waiting_;
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
