#include "restore/stored_reading.h"

#include "base/stop_wait.h"
#include "stream/stoppable_source.h"

namespace mongokeep::restore {

extjson::TextRules text_rules(const archive::OpenBackup& backup, bool guess_types) {
  using Rules = extjson::TextRules;
  Rules rules;
  const bool is_plain = backup.manifest().text_format == "plain";
  // An older system's text may have wrappers in it (mongoexport's has), our plain text has none.
  if (is_plain && !backup.is_legacy()) rules.wrappers = Rules::Wrappers::literal;
  if (is_plain && guess_types) rules.guess = Rules::Guess::ids_and_dates;
  return rules;
}

void read_stored(archive::StoredText& text, documents::Layout layout, extjson::TextRules rules,
                 const DocumentFilter* filter, const std::stop_token& stop, const StoredVisitor& visitor) {
  using Step = documents::StoredDocuments::Step;
  stream::StoppableSource source(text, stop);
  documents::StoredDocuments documents(source, rules, documents::StoredDocuments::Give::documents, layout);
  documents.before_large(visitor.before_large);
  for (;;) {
    throw_if_stopped(stop);
    switch (documents.next()) {
      case Step::end: return;
      case Step::fault: visitor.fault(documents.fault()); break;
      case Step::document:
        if (filter != nullptr && !filter->matches(documents.document())) break;
        if (!visitor.document(documents.line(), documents.document())) return;
    }
  }
}

}  // namespace mongokeep::restore
