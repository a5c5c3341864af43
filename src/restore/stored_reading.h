#pragma once

#include <functional>
#include <stop_token>
#include <string>

#include "archive/open_backup.h"
#include "archive/stored_text.h"
#include "documents/stored_documents.h"
#include "mongokeep/restore_service.h"
#include "restore/filter/document_filter.h"

namespace mongokeep::restore {

/// How a backup's text is to be read, by its format and what was asked for.
extjson::TextRules text_rules(const archive::OpenBackup& backup, bool guess_types);

/// What reading a collection's file comes to, document by document.
struct StoredVisitor {
  /// A document that was chosen. False ends the reading.
  std::function<bool(std::uint64_t line, extjson::BsonView document)> document;
  /// Something that is no document.
  std::function<void(const documents::StoredFault& fault)> fault;
  /// Called before a document is read that takes much memory; null: nobody is told.
  std::function<void()> before_large = nullptr;
};

/// Reads the documents of a collection's text, from its beginning, that `filter`, where there is one, matches. Throws
/// Error{damaged}, Error{storage}, Error{stopped}.
void read_stored(archive::StoredText& text, documents::Layout layout, extjson::TextRules rules,
                 const DocumentFilter* filter, const std::stop_token& stop, const StoredVisitor& visitor);

}  // namespace mongokeep::restore
