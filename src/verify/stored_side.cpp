#include "verify/stored_side.h"

#include <fmt/format.h>

#include <utility>

#include "mongokeep/error.h"
#include "verify/file_check.h"

namespace mongokeep::verify {

StoredSide::StoredSide(const archive::OpenBackup& backup, const archive::CollectionRecord& record, std::stop_token stop)
    : path_(backup.path_of(record).string()),
      text_(backup.open_text(record)),
      source_(*text_, std::move(stop)),
      documents_(source_, rules_for(backup.manifest().text_format), documents::StoredDocuments::Give::documents,
                 backup.layout()) {}

std::optional<extjson::BsonView> StoredSide::next() {
  using Step = documents::StoredDocuments::Step;
  switch (documents_.next()) {
    case Step::document: return documents_.document();
    case Step::end: return std::nullopt;
    case Step::fault: break;
  }
  const documents::StoredFault& fault = documents_.fault();
  throw Error(ErrorKind::damaged, "read the documents in", path_,
              fmt::format("line {}, column {}: {}", fault.line, fault.column, fault.cause),
              "`mongokeep verify` of this backup shows all damage");
}

}  // namespace mongokeep::verify
