#include "restore/load_tally.h"

#include <fmt/format.h>

#include <utility>

#include "base/text/cut_text.h"
#include "extjson/document_writer.h"

namespace mongokeep::restore {

namespace {

/// The first few say what is wrong; all of them would fill the disk with logs.
constexpr std::size_t most_shown = 5;
constexpr std::size_t longest_text = 2000;

std::string text_of(extjson::BsonView document) {
  extjson::TextBuffer text;
  extjson::DocumentWriter(JsonFormat::canonical).write(document, text);
  return std::string(text.view());
}

}  // namespace

void LoadTally::add_sent(const LoadBatch& batch, const mongo::BatchResult& sent) {
  const std::lock_guard lock(mutex_);
  result_.inserted += sent.inserted;
  result_.replaced += sent.replaced;
  result_.present += sent.present;
  if (result_.unconfirmed.empty()) result_.unconfirmed = sent.confirmation.missing();
  for (const mongo::Refusal& refusal : sent.refusals) {
    switch (refusal.why) {
      case mongo::Refusal::Why::duplicate_key: ++result_.duplicates; break;
      case mongo::Refusal::Why::validation: ++result_.invalid; break;
      case mongo::Refusal::Why::other: ++result_.failed; break;
    }
    if (result_.lost.size() == most_shown) continue;
    std::string text = cut_text(text_of(batch.documents[refusal.index]), longest_text);
    result_.lost.push_back({batch.lines[refusal.index], std::move(text), refusal.reason});
  }
  bytes_ += batch.documents.bytes();
  meter_.advance(result_.inserted + result_.replaced + result_.present, bytes_);
}

void LoadTally::add_present() {
  const std::lock_guard lock(mutex_);
  ++result_.present;
  meter_.advance(result_.inserted + result_.replaced + result_.present, bytes_);
}

void LoadTally::add_unreadable(const documents::StoredFault& fault) {
  const std::lock_guard lock(mutex_);
  if (fault.loses_document) ++result_.failed;
  if (result_.lost.size() == most_shown) return;
  result_.lost.push_back({fault.line, {}, fmt::format("column {}: {}", fault.column, fault.cause)});
}

}  // namespace mongokeep::restore
