#include "verify/live_side.h"

#include "base/stop_wait.h"
#include "extjson/document_reader.h"
#include "extjson/document_writer.h"
#include "extjson/text_buffer.h"
#include "mongokeep/error.h"
#include "verify/file_check.h"

namespace mongokeep::verify {

class TextFilter {
 public:
  explicit TextFilter(const std::string& text_format)
      : writer_(text_format == "plain" ? JsonFormat::plain : JsonFormat::relaxed), reader_(rules_for(text_format)) {}

  extjson::BsonView passed(extjson::BsonView document, const std::string& subject) {
    text_.clear();
    writer_.write(document, text_);
    text_.reserve_more(extjson::reading_room);
    if (const auto fault = reader_.read(text_.view())) {
      throw Error(ErrorKind::invalid_data, "compare a document of", subject, fault->cause);
    }
    return reader_.document();
  }

 private:
  extjson::DocumentWriter writer_;
  extjson::DocumentReader reader_;
  extjson::TextBuffer text_;
};

LiveSide::LiveSide(const LiveCollection& collection)
    : collection_(collection), cursor_(collection.client, collection.ns, collection.order) {
  if (collection.text_format != "canonical") filter_ = std::make_unique<TextFilter>(collection.text_format);
}

LiveSide::~LiveSide() = default;

std::optional<extjson::BsonView> LiveSide::next() {
  for (;;) {
    throw_if_stopped(collection_.stop);
    switch (cursor_.next()) {
      using enum mongo::OrderedCursor::Step;
      case document: return given(cursor_.document());
      case end:
        // Not every server ends a cursor with an error when its collection is dropped or made anew.
        check_still_there();
        return std::nullopt;
      case interrupted: take_up_again();
    }
  }
}

extjson::BsonView LiveSide::given(extjson::BsonView document) {
  if (cursor_.can_resume() && cursor_.is_at_new_id()) collection_.patience.renew();
  ++documents_;
  bytes_ += document.size;
  collection_.meter.advance(documents_, bytes_);
  return filter_ ? filter_->passed(document, collection_.ns.text()) : document;
}

void LiveSide::take_up_again() {
  if (!collection_.patience.wait()) throw cursor_.interruption();
  if (!cursor_.can_resume()) {
    must_start_anew_ = true;
    throw cursor_.interruption();
  }
  check_still_there();
  cursor_.resume();
}

void LiveSide::check_still_there() {
  for (;;) {
    try {
      const auto now = mongo::find_collection(collection_.client, collection_.ns);
      if (now && now->identity == collection_.info.identity) return;
      throw Error(ErrorKind::server, "compare the collection", collection_.ns.text(),
                  "it was dropped or replaced while it was being read");
    } catch (const Error& error) {
      if (error.kind() != ErrorKind::connection || !collection_.patience.wait()) throw;
    }
  }
}

}  // namespace mongokeep::verify
