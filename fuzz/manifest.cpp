// A manifest's text: any, or a good one that was edited, its checksum put right, as the input's first byte says. What
// one way of reading takes the others take too, for the same.

#include "archive/manifest.h"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "archive/stored_metadata.h"
#include "fuzz/edits.h"
#include "fuzz/require.h"
#include "fuzz/target.h"
#include "tests/archive/forged_manifest.h"
#include "tests/archive/sample_manifest.h"

namespace mongokeep::fuzz {

namespace {

using archive::BriefManifest;
using archive::CollectionRecord;
using archive::Manifest;

using Files = std::vector<std::pair<std::string, std::uint64_t>>;

Manifest sample() {
  Manifest manifest = archive::sample_manifest();
  manifest.tool = "mongokeep";
  manifest.server = "8.2";
  manifest.database.clear();
  manifest.selection = {"collection=users", "nsExclude=a.*"};
  CollectionRecord users = archive::sample_record();
  users.database = "shop";
  users.name = "us\xC3\xA4rs";
  users.file = "shop/users.json";
  users.options = R"({"validator":{"a":{"$gt":{"$numberInt":"1"}}}})";
  users.indexes = R"([{"v":{"$numberInt":"2"},"key":{"_id":{"$numberInt":"1"}},"name":"_id_"}])";
  users.enveloped = 1;
  users.exists = true;
  CollectionRecord broken;
  broken.database = "shop";
  broken.name = "br\"ken";
  broken.type = "view";
  broken.error = "gone\n";
  manifest.collections = {users, broken};
  return manifest;
}

std::string open_text() {
  return archive::to_text(sample());
}

std::string closed_text() {
  Manifest manifest = sample();
  manifest.sealed = "not what is looked at";
  return archive::to_text(manifest);
}

std::string text_of(std::string_view input) {
  static const std::string open = open_text();
  static const std::string closed = closed_text();
  const auto manner = static_cast<unsigned char>(input.front());
  input.remove_prefix(1);
  std::string text = (manner & 1U) != 0 ? edited((manner & 2U) != 0 ? closed : open, input) : std::string(input);
  return (manner & 4U) != 0 ? text : test::with_checksum_mended(text);
}

archive::VisitFile noting(Files& files) {
  return [&files](std::string_view file, std::uint64_t bytes) { files.emplace_back(file, bytes); };
}

void require_same(const Manifest& whole, const Files& expected, const BriefManifest& brief, const Files& files) {
  const archive::Totals totals = archive::totals_of(whole);
  require(brief.totals.collections == totals.collections, "there are as many collections");
  require(brief.totals.failed == totals.failed, "as many of them failed");
  require(brief.totals.documents == totals.documents, "they have as many documents");
  require(brief.totals.bson_bytes == totals.bson_bytes, "they have as many bytes");
  require(files == expected, "they have the same files");
  const Manifest& head = brief.manifest;
  require(head.is_closed == whole.is_closed && head.format_version == whole.format_version, "it is of one kind");
  require(head.tool == whole.tool && head.server == whole.server && head.database == whole.database,
          "the head is the same");
  require(head.selection == whole.selection && head.text_format == whole.text_format, "it is of the same choice");
  require(head.status == whole.status && head.made_after == whole.made_after, "it has the same state");
  require(head.started_at == whole.started_at && head.finished_at == whole.finished_at, "it was made at the same time");
  require(archive::selection_mark(head) == archive::selection_mark(whole), "it has the same mark");
}

void require_way_back(const Manifest& whole) {
  if (whole.is_closed) return;
  const std::string text = archive::to_text(whole);
  require(archive::to_text(archive::parse_manifest(text, "the input")) == text,
          "what was read is written as it is read");
  for (const CollectionRecord& record : whole.collections) {
    unless_refused(ErrorKind::damaged, [&] { return archive::stored_metadata(record).indexes.size(); });
  }
}

}  // namespace

void check_input(std::string_view input) {
  if (input.empty()) return;
  const std::string text = text_of(input);
  const auto whole = unless_refused(ErrorKind::damaged, [&] { return archive::parse_manifest(text, "the input"); });
  Files expected;
  if (whole) {
    for (const CollectionRecord& record : whole->collections) {
      if (!record.file.empty()) expected.emplace_back(record.file, record.stored_bytes);
    }
    require_way_back(*whole);
  }
  Files files;
  const auto brief = unless_refused(ErrorKind::damaged,
                                    [&] { return archive::parse_brief_manifest(text, "the input", noting(files)); });
  require(brief.has_value() == whole.has_value(), "what is read whole is read briefly, and nothing else");
  if (brief) require_same(*whole, expected, *brief, files);
  Files scanned_files;
  const auto scanned = archive::scan_manifest(text, noting(scanned_files));
  require(!scanned || whole, "what is taken in passing is taken whole");
  if (scanned) require_same(*whole, expected, *scanned, scanned_files);
}

}  // namespace mongokeep::fuzz
