#include "restore/settings_check.h"

#include <fmt/format.h>

#include "mongokeep/error.h"
#include "restore/filter/document_filter.h"
#include "restore/namespace_renaming.h"

namespace mongokeep::restore {

void check(const RestoreSettings& settings) {
  if (settings.drop && settings.mode) {
    throw Error(ErrorKind::usage, "restore", "", "--drop and --mode were both given",
                "Use one or the other: after --drop there are no documents for --mode to handle");
  }
  if (settings.drop && !settings.query.empty()) {
    throw Error(ErrorKind::usage, "restore", "", "--drop would remove all documents, but --query restores only some",
                "Use --mode missingOnly or --mode upsert with --query");
  }
  if (settings.parallel_collections < 0) {
    throw Error(ErrorKind::configuration, "restore",
                fmt::format("{} collections at a time", settings.parallel_collections), "the number is negative",
                "Give 0 to use the number of cores");
  }
  if (!settings.query.empty()) DocumentFilter::parse(settings.query);
  NamespaceRenaming(settings.renamed_from, settings.renamed_to);
}

}  // namespace mongokeep::restore
