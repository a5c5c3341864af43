#include "restore/collection_restore.h"

#include <algorithm>
#include <vector>

#include "base/patience.h"
#include "mongo/collection_commands.h"
#include "mongo/patiently.h"
#include "mongokeep/error.h"
#include "restore/collection_setup.h"
#include "restore/document_part.h"
#include "restore/index_build.h"
#include "verify/metadata_comparison.h"

namespace mongokeep::restore {

namespace {

using Found = RestoredCollection::Found;

/// One collection on its way back.
class Restoring {
 public:
  Restoring(const LoadContext& context, const mongo::Client& client, const PlannedCollection& planned,
            RestoredCollection& result)
      : context_(context), client_(client), planned_(planned), result_(result) {}

  void run() {
    make();
    if (was_no_collection()) return;
    if (!planned_.is_view()) {
      load_documents(context_, client_, planned_, result_);
      if (context_.on_loaded) context_.on_loaded(client_, planned_);
      if (is_ours()) build();
    }
    if (is_new_ || planned_.is_view() || (result_.found == Found::empty && is_ours())) look_again();
  }

 private:
  /// Whether options and indexes are for us to set: not where single documents are brought back into what is there.
  bool is_ours() const { return is_new_ || context_.filter == nullptr; }

  /// A registered model that had no collection. An older system's file tells nothing of the kind.
  /// What somebody has written into the empty file counts where changes do.
  bool was_no_collection() const {
    if (context_.backup.is_legacy() || context_.run.settings.accept_changed) return false;
    return verify::was_no_collection(*planned_.record);
  }

  void make() {
    const RestoreSettings& settings = context_.run.settings;
    if (settings.drop && result_.found != Found::nothing)
      mongo::drop_collection(client_, planned_.target, confirmation_);
    is_new_ = settings.drop || result_.found == Found::nothing;
    if (!is_new_ || was_no_collection()) return;
    const auto make_it = planned_.is_view() ? make_view : make_collection;
    refuse(make_it(client_, planned_.target, view_of(planned_.metadata.options), confirmation_));
    tell_unconfirmed();
  }

  /// Told at once: what comes after may fail.
  void refuse(const std::vector<RefusedPart>& parts) {
    for (const RefusedPart& part : parts) {
      refused_.push_back(part);
      result_.refused.push_back(part.text);
    }
  }

  void tell_unconfirmed() {
    if (result_.unconfirmed.empty()) result_.unconfirmed = confirmation_.missing();
  }

  void build() {
    Patience patience(context_.stop);
    const BuiltIndexes indexes = mongo::patiently(
        patience, [&] { return build_indexes(client_, planned_.target, planned_.metadata.indexes, confirmation_); });
    result_.indexes = indexes.built;
    tell_unconfirmed();
    refuse(indexes.refused);
  }

  /// A server may take an option without a word and not keep it.
  void look_again() {
    Patience patience(context_.stop);
    const auto differences = mongo::patiently(
        patience, [&] { return verify::compare_metadata(client_, *planned_.record, planned_.target); });
    for (const verify::MetadataDifference& difference : differences) {
      // What somebody has set up there beside is theirs; an index on `_id` is what a plain collection has.
      const bool is_added = difference.kind == verify::MetadataDifference::Kind::added;
      if (is_added && (!is_new_ || difference.name == "_id_")) continue;
      const bool is_known = std::any_of(refused_.begin(), refused_.end(),
                                        [&](const RefusedPart& part) { return part.covers(difference.name); });
      if (!is_known) refuse({{{difference.name}, difference.text}});
    }
  }

  const LoadContext& context_;
  const mongo::Client& client_;
  const PlannedCollection& planned_;
  RestoredCollection& result_;
  mongo::Confirmation confirmation_;
  bool is_new_ = false;
  std::vector<RefusedPart> refused_;
};

}  // namespace

void restore_collection(const LoadContext& context, const mongo::Client& client, const PlannedCollection& planned,
                        RestoredCollection& result) {
  Restoring(context, client, planned, result).run();
}

}  // namespace mongokeep::restore
