// The text of a manifest, as it is written.

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <vector>

#include "archive/manifest.h"
#include "archive/manifest_form.h"
#include "base/json/json.h"
#include "base/text/time_text.h"
#include "stream/age/base64.h"
#include "stream/checksum.h"

namespace mongokeep::archive {

namespace {

/// The members of an object, one a line, each value on that line: a manifest is also read by people.
class MemberLines {
 public:
  explicit MemberLines(std::size_t indent) : indent_(indent) {}

  void add(std::string_view key, const Json& value) { add_text(key, json_line(value)); }
  void add_text(std::string_view key, std::string_view value) {
    if (!text_.empty()) text_ += ",\n";
    text_ += fmt::format("{:{}}{}: {}", "", indent_, json_line(key), value);
  }
  const std::string& text() const { return text_; }

 private:
  std::size_t indent_;
  std::string text_;
};

/// Who a text is for.
enum class Audience { owner, anybody };

void add_file(const CollectionRecord& record, MemberLines& lines) {
  if (record.file.empty()) return;
  lines.add("file", record.file);
  lines.add("documents", record.documents);
  lines.add("bsonBytes", record.bson_bytes);
  lines.add("storedBytes", record.stored_bytes);
  lines.add("xxh3_128", record.xxh3_128);
}

/// What anybody may read of an encrypted backup's collection is its name, its file and whether it failed.
std::string record_text(const CollectionRecord& record, Audience audience) {
  const bool is_whole = audience == Audience::owner;
  MemberLines lines(record_indent);
  if (!record.database.empty()) lines.add("database", record.database);
  lines.add("name", record.name);
  if (is_whole) lines.add("type", record.type);
  add_file(record, lines);
  if (!is_whole) {
    if (!record.error.empty()) lines.add("failed", true);
    return lines.text();
  }
  if (!record.key_mark.empty()) lines.add("keyMark", record.key_mark);
  lines.add_text("options", record.options.empty() ? "{}" : compact_json(record.options));
  lines.add_text("indexes", record.indexes.empty() ? "[]" : compact_json(record.indexes));
  if (record.is_in_natural_order) lines.add("order", natural_order);
  if (record.enveloped > 0) lines.add("enveloped", record.enveloped);
  if (record.exists) lines.add("exists", *record.exists);
  if (!record.error.empty()) lines.add("error", record.error);
  return lines.text();
}

std::string head_text(const Manifest& manifest, Audience audience) {
  const bool is_whole = audience == Audience::owner;
  MemberLines head(indent);
  head.add("formatVersion", manifest.format_version);
  if (is_whole) {
    head.add("tool", manifest.tool);
    head.add("server", manifest.server);
  }
  if (!manifest.database.empty()) head.add("database", manifest.database);
  if (is_whole) {
    if (!manifest.selection.empty()) head.add("selection", manifest.selection);
    head.add("textFormat", manifest.text_format);
    if (!manifest.shown_sha256.empty()) head.add("shownSha256", manifest.shown_sha256);
  } else {
    if (const std::string mark = selection_mark(manifest); !mark.empty()) {
      head.add("selectionMark", mark);
      if (!is_of_chosen_collections(manifest)) head.add("excludesOnly", true);
    }
    // What clean-up has to know: such a text stands in for none that has all its types.
    if (manifest.text_format != canonical_text) head.add("textFormat", manifest.text_format);
  }
  head.add("status", manifest.status == Status::complete ? "complete" : "partial");
  head.add("startedAt", utc_text(manifest.started_at));
  head.add("finishedAt", utc_text(manifest.finished_at));
  if (manifest.made_after) head.add("madeAfter", utc_text(*manifest.made_after));
  return head.text();
}

/// All but what stands behind the collections.
std::string body_text(const Manifest& manifest, Audience audience) {
  std::vector<std::string> records;
  for (const CollectionRecord& record : manifest.collections) records.push_back(record_text(record, audience));
  std::string text = fmt::format("{{\n{},{}", head_text(manifest, audience), collections_opening);
  if (!records.empty()) text += fmt::format("\n    {{\n{}\n    }}\n  ", fmt::join(records, "\n    },\n    {\n"));
  return text + ']';
}

std::string with_checksum(const std::string& text) {
  return fmt::format("{}{}{}{}", text, checksum_opening, stream::checksum_text(text), checksum_closing);
}

/// Padded, as `base64 -d` wants it.
std::string sealed_to_text(const std::string& sealed) {
  std::string text = stream::age::base64_text(sealed);
  text.append((4 - text.size() % 4) % 4, '=');
  return text;
}

}  // namespace

std::string to_text(const Manifest& manifest) {
  if (!manifest.sealed.empty()) return text_with_sealed(text_to_show(manifest), manifest.sealed);
  return with_checksum(body_text(manifest, Audience::owner));
}

std::string text_to_show(const Manifest& manifest) {
  return body_text(manifest, Audience::anybody);
}

std::string_view shown_part(std::string_view text) {
  return text.substr(0, text.rfind(sealed_opening));
}

std::string text_with_sealed(std::string_view shown, const std::string& sealed) {
  return with_checksum(fmt::format("{}{}{}\"", shown, sealed_opening, sealed_to_text(sealed)));
}

}  // namespace mongokeep::archive
