#pragma once

#include <memory>
#include <stop_token>
#include <string>

#include "archive/open_backup.h"
#include "archive/stored_text.h"
#include "documents/stored_documents.h"
#include "stream/stoppable_source.h"
#include "verify/document_stream.h"

namespace mongokeep::verify {

/// The documents of a stored collection. next() throws Error{damaged} at the first place that cannot be read,
/// Error{stopped}.
class StoredSide final : public DocumentStream {
 public:
  /// Borrows the backup and the record. Throws Error{damaged} when the file is not there.
  StoredSide(const archive::OpenBackup& backup, const archive::CollectionRecord& record, std::stop_token stop);

  std::optional<extjson::BsonView> next() override;

 private:
  std::string path_;
  std::unique_ptr<archive::StoredText> text_;
  stream::StoppableSource source_;
  documents::StoredDocuments documents_;
};

}  // namespace mongokeep::verify
