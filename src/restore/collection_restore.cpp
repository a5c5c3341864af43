#include "restore/collection_restore.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "archive/stored_text.h"
#include "base/error_fields.h"
#include "base/patience.h"
#include "base/text/counted.h"
#include "extjson/bson_bytes.h"
#include "extjson/bson_element.h"
#include "mongo/catalogue.h"
#include "mongo/collection_commands.h"
#include "mongo/index_spec.h"
#include "mongo/patiently.h"
#include "mongo/reading/reading_order.h"
#include "mongokeep/error.h"
#include "restore/collection_setup.h"
#include "restore/document_part.h"
#include "restore/index_build.h"
#include "restore/refusal.h"
#include "verify/metadata_comparison.h"

namespace mongokeep::restore {

namespace {

using Found = RestoredCollection::Found;

/// Of time-series and clustered collections.
constexpr std::string_view expiry = "expireAfterSeconds";

/// One collection on its way back.
class Restoring {
 public:
  Restoring(const LoadContext& context, const mongo::Client& client, const PlannedCollection& planned,
            RestoredCollection& result)
      : context_(context), client_(client), planned_(planned), result_(result) {}

  void run() {
    // First of all: where it cannot be opened, nothing is to be dropped for it.
    if (!planned_.is_view() && !planned_.record->file.empty()) text_ = context_.backup.open_text(*planned_.record);
    make();
    if (was_no_collection()) return;
    try {
      if (text_) fill();
      set_expiry();
    } catch (...) {
      set_expiry_after_all();
      throw;
    }
    if (is_new_ || planned_.is_view() || (result_.found == Found::empty && is_ours())) look_again();
  }

 private:
  void fill() {
    load_documents(context_, client_, planned_, *text_, result_);
    text_.reset();
    if (context_.on_loaded) {
      if (std::string wrong = context_.on_loaded(client_, planned_); !wrong.empty()) context_.meter->fall_short(wrong);
    }
    count_what_is_kept();
    if (!is_ours()) return;
    build();
    if (!is_new_) look_for_expiry();
  }

  /// A capped collection takes each document, and keeps no more than it has room for.
  void count_what_is_kept() {
    if (!is_new_ || !mongo::is_capped(extjson::view_of(planned_.metadata.options))) return;
    Patience patience(context_.stop);
    const std::uint64_t kept =
        mongo::patiently(patience, [&] { return mongo::estimated_count(client_, planned_.target); });
    if (kept >= result_.inserted) return;
    refuse({{{"capped"},
             fmt::format("the capped collection has room for {} of {}", kept, counted(result_.inserted, "document"))}});
  }

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
    if (settings.drop && result_.found != Found::nothing) {
      Patience patience(context_.stop);
      mongo::patiently(patience, [&] { mongo::drop_collection(client_, planned_.target, confirmation_); });
    }
    is_new_ = settings.drop || result_.found == Found::nothing;
    if (!is_new_ || was_no_collection()) return;
    make_patiently();
    suspend_expiry();
    tell_unconfirmed();
  }

  /// A break leaves open whether the server has made it. What is there then was not before, and so is ours; what it
  /// lacks of its options is found in the end, when it is looked at again.
  void make_patiently() {
    const auto make_it = planned_.is_view() ? make_view : make_collection;
    const extjson::BsonBytes options = mongo::collection_options(extjson::view_of(planned_.metadata.options));
    bool may_be_there = false;
    Patience patience(context_.stop);
    const auto make_or_find = [&]() -> std::vector<RefusedPart> {
      if (may_be_there && mongo::find_collection(client_, planned_.target)) return {};
      return make_it(client_, planned_.target, extjson::view_of(options), confirmation_);
    };
    refuse(mongo::patiently(patience, make_or_find, [&](const Error&) { may_be_there = true; }));
  }

  /// What would remove documents while they come in, and before they are looked at, is set in the end, as indexes are.
  /// Where the server cannot suspend it, it stays: as it was at the source.
  void suspend_expiry() {
    if (!find_element(extjson::view_of(planned_.metadata.options), expiry)) return;
    Patience patience(context_.stop);
    is_expiry_suspended_ = !mongo::patiently(
        patience, [&] { return refusal_of([&] { mongo::stop_expiry(client_, planned_.target, confirmation_); }); });
  }

  void set_expiry() {
    if (!is_expiry_suspended_) return;
    const auto wanted = find_element(extjson::view_of(planned_.metadata.options), expiry);
    Patience patience(context_.stop);
    const auto reason = mongo::patiently(patience, [&] {
      return refusal_of([&] { mongo::set_expiry(client_, planned_.target, *wanted, confirmation_); });
    });
    is_expiry_suspended_ = false;
    if (reason) refuse({{{std::string(expiry)}, fmt::format("option {}: {}", expiry, reason->cause())}});
    tell_unconfirmed();
  }

  /// The restore has failed, or is to stop: the collection is not to stay without it.
  void set_expiry_after_all() {
    if (!is_expiry_suspended_) return;
    const auto wanted = find_element(extjson::view_of(planned_.metadata.options), expiry);
    try {
      mongo::set_expiry(client_, planned_.target, *wanted, confirmation_);
    } catch (const Error& error) {
      refuse({{{std::string(expiry)},
               fmt::format("option {}: it was turned off during the restore and could not be set again: {}", expiry,
                           error.cause())}});
    }
  }

  /// A collection that is there keeps its options. One whose restore was killed may have lost its expiry.
  void look_for_expiry() {
    if (!find_element(extjson::view_of(planned_.metadata.options), expiry)) return;
    const auto there = live();
    if (!there || find_element(extjson::view_of(there->options), expiry)) return;
    refuse({{{std::string(expiry)}, fmt::format("option {} is set in the backup but not in the database", expiry)}});
  }

  std::optional<mongo::CollectionInfo> live() {
    Patience patience(context_.stop);
    return mongo::patiently(patience, [&] { return mongo::find_collection(client_, planned_.target); });
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
    if (!indexes_to_build(planned_.metadata.indexes).empty()) {
      context_.meter->enter(CollectionProgress::Stage::indexes);
    }
    const std::optional<mongo::Client> patient = patient_client();
    const mongo::Client& client = patient ? *patient : client_;
    const mongo::IndexForm form = index_form();
    Patience patience(context_.stop);
    const BuiltIndexes indexes = mongo::patiently(patience, [&] {
      return build_indexes(client, planned_.target, planned_.metadata.indexes, form, confirmation_);
    });
    result_.indexes = indexes.built;
    tell_unconfirmed();
    refuse(indexes.refused);
  }

  /// Small collections, of which there may be thousands, do not need a connection of their own. Where there is none to
  /// be had, an ordinary one does.
  std::optional<mongo::Client> patient_client() const {
    constexpr std::uint64_t small_bytes = std::uint64_t{8} << 20U;
    const bool is_known = !context_.backup.is_legacy() && result_.found != Found::filled;
    const bool is_small = is_known && planned_.record->bson_bytes < small_bytes;
    if (is_small || indexes_to_build(planned_.metadata.indexes).empty()) return std::nullopt;
    try {
      return context_.run.connection.acquire_for_long();
    } catch (const Error& error) {
      context_.run.log.debug("Building indexes over an ordinary connection", error_fields(error));
      return std::nullopt;
    }
  }

  mongo::IndexForm index_form() {
    mongo::IndexForm form{.converts_legacy = context_.run.settings.convert_legacy_indexes};
    if (is_new_ && !mongo::has_default_collation(extjson::view_of(planned_.metadata.options))) return form;
    // As it is there: the server may not have taken the collation.
    const auto there = live();
    form.writes_simple_collation = there && mongo::has_default_collation(extjson::view_of(there->options));
    return form;
  }

  /// A server may take an option without a word and not keep it.
  void look_again() {
    const mongo::IndexForm form{.converts_legacy = context_.run.settings.convert_legacy_indexes};
    Patience patience(context_.stop);
    const auto differences = mongo::patiently(patience, [&] {
      return verify::compare_metadata(client_, *planned_.record, planned_.metadata, planned_.target, form);
    });
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
  std::unique_ptr<archive::StoredText> text_;  ///< null where no documents are stored
  mongo::Confirmation confirmation_;
  bool is_new_ = false;
  bool is_expiry_suspended_ = false;
  std::vector<RefusedPart> refused_;
};

}  // namespace

void restore_collection(const LoadContext& context, const mongo::Client& client, const PlannedCollection& planned,
                        RestoredCollection& result) {
  Restoring(context, client, planned, result).run();
}

}  // namespace mongokeep::restore
