#include "restore/load_tally.h"

#include <utility>

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

std::string shortened(std::string text) {
  if (text.size() <= longest_text) return text;
  std::size_t end = longest_text;
  while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xC0U) == 0x80U) --end;
  text.resize(end);
  return text + "…";
}

void LoadTally::add_sent(const LoadBatch& batch, const mongo::BatchResult& sent) {
  const std::lock_guard lock(mutex_);
  result_.inserted += sent.inserted;
  result_.replaced += sent.replaced;
  result_.present += sent.present;
  for (const mongo::Refusal& refusal : sent.refusals) {
    switch (refusal.why) {
      case mongo::Refusal::Why::duplicate_key: ++result_.duplicates; break;
      case mongo::Refusal::Why::validation: ++result_.invalid; break;
      case mongo::Refusal::Why::other: ++result_.failed; break;
    }
    if (result_.lost.size() == most_shown) continue;
    lose({batch.lines[refusal.index], text_of(batch.documents[refusal.index]), refusal.reason});
  }
  bytes_ += batch.documents.bytes();
  meter_.advance(result_.inserted + result_.replaced + result_.present, bytes_);
}

void LoadTally::add_unreadable(std::uint64_t line, std::string text, std::string reason) {
  const std::lock_guard lock(mutex_);
  ++result_.failed;
  lose({line, std::move(text), std::move(reason)});
}

void LoadTally::lose(LostDocument document) {
  if (result_.lost.size() == most_shown) return;
  document.document = shortened(std::move(document.document));
  result_.lost.push_back(std::move(document));
}

}  // namespace mongokeep::restore
