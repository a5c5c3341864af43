#pragma once

#include <memory>
#include <optional>
#include <stop_token>
#include <string>

#include "base/patience.h"
#include "base/progress_meter.h"
#include "mongo/catalogue.h"
#include "mongo/reading/ordered_cursor.h"
#include "verify/document_stream.h"

namespace mongokeep::verify {

/// What the text of a backup leaves of a document: all of it, where the text is canonical.
class TextFilter;

/// What reading a live collection needs. All but the text's format borrowed.
struct LiveCollection {
  const mongo::Client& client;
  const mongo::Namespace& ns;
  const mongo::CollectionInfo& info;
  mongo::OrderedCursor::Order order;
  std::string text_format;
  ProgressMeter& meter;
  Patience& patience;
  std::stop_token stop;
};

/// The documents of a live collection, sorted by `_id`, as text of the backup's format can tell them: where that has
/// lost types, so have these.
///
/// What the network breaks is taken up again behind the last document, as Patience has it. next() throws
/// Error{connection} when there have been enough tries, or where only a new beginning would help
/// (must_start_anew() tells), and Error{server} when the collection is not the same any more.
class LiveSide final : public DocumentStream {
 public:
  explicit LiveSide(const LiveCollection& collection);
  ~LiveSide() override;

  std::optional<extjson::BsonView> next() override;
  bool must_start_anew() const { return must_start_anew_; }

 private:
  void take_up_again();
  void check_still_there();
  extjson::BsonView given(extjson::BsonView document);

  const LiveCollection& collection_;
  mongo::OrderedCursor cursor_;
  std::unique_ptr<TextFilter> filter_;
  bool must_start_anew_ = false;
  std::uint64_t documents_ = 0;
  std::uint64_t bytes_ = 0;
};

}  // namespace mongokeep::verify
