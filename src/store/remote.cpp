#include "store/remote.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <utility>

#include "base/files/replaced_file.h"
#include "base/json/json.h"
#include "base/stop_wait.h"
#include "base/text/quantity.h"
#include "base/text/word_list.h"
#include "process/line_cutter.h"
#include "store/scratch_folder.h"

namespace mongokeep::store {

namespace {

/// Those that we can reckon ourselves, the quickest first.
constexpr auto known_hashes = std::to_array<std::string_view>({"xxh128", "md5", "sha1", "sha256"});

bool is_true(const Json& features, const char* key) {
  const auto found = features.find(key);
  return found != features.end() && found->is_boolean() && found->get<bool>();
}

std::function<void(const RcloneLine&)> transfers_for(const WatchTransfers& watch) {
  if (!watch) return nullptr;
  return [&watch](const RcloneLine& line) {
    if (line.bytes) watch(line.transfers);
  };
}

std::string list_of(const std::vector<std::string>& files) {
  std::string list;
  for (const std::string& file : files) list += file + "\n";
  return list;
}

}  // namespace

Remote::Remote(StoreSettings settings, std::shared_ptr<const Rclone> rclone)
    : settings_(std::move(settings)), rclone_(std::move(rclone)) {}

std::string Remote::address(const std::string& path) const {
  const std::string& remote = settings_.remote;
  if (path.empty()) return remote;
  return remote.ends_with(':') || remote.ends_with('/') ? remote + path : remote + "/" + path;
}

std::string Remote::folder_address(const std::string& path) const {
  const std::string folder = address(path);
  return folder.ends_with(':') || folder.ends_with('/') ? folder : folder + "/";
}

RemoteFacts Remote::facts(const std::stop_token& stop) const {
  const std::string output =
      rclone_->succeed({.words = {"backend", "features", folder_address("")}, .most_output = std::size_t{1} << 16U},
                       "use the store", name(), stop);
  const Json json = Json::parse(output, nullptr, false);
  if (!json.is_object() || !json.contains("Features") || !json["Features"].is_object()) {
    throw Error(ErrorKind::storage, "use the store", name(), "rclone does not tell what it can do");
  }
  const Json& features = json["Features"];
  RemoteFacts facts{.has_objects = is_true(features, "BucketBased"),
                    .is_local = is_true(features, "IsLocal"),
                    .hash = {},
                    .renames = is_true(features, "Move"),
                    .tells_space = is_true(features, "About")};
  // What rclone calls the remote is the one place that tells its kind through an alias.
  const auto called = json.find("String");
  facts.has_conditions = rclone_->program().version >= RcloneProgram::conditions && called != json.end() &&
                         called->is_string() && called->get<std::string>().starts_with("S3 ");
  const auto path = json.find("Root");
  if (facts.is_local && path != json.end() && path->is_string()) facts.path = path->get<std::string>();
  const auto hashes = json.find("Hashes");
  if (hashes == json.end() || !hashes->is_array()) return facts;
  for (const std::string_view known : known_hashes) {
    if (std::find(hashes->begin(), hashes->end(), known) == hashes->end()) continue;
    facts.hash = known;
    break;
  }
  return facts;
}

bool Remote::list(const std::string& folder, Depth depth, const std::string& hash, const TakeEntry& take,
                  const std::stop_token& stop) const {
  std::vector<std::string> words = {"lsjson", "--no-modtime", "--no-mimetype", folder_address(folder)};
  if (depth == Depth::files) words.insert(words.end(), {"-R", "--files-only"});
  if (!hash.empty()) words.insert(words.end(), {"--hash", "--hash-type=" + hash});
  return list_by(words, {}, folder, take, stop);
}

void Remote::list_files(const std::string& folder, const std::vector<std::string>& files, const std::string& hash,
                        const TakeEntry& take, const std::stop_token& stop) const {
  if (files.empty()) return;
  const std::vector<std::string> words = {"lsjson", "--no-modtime",       "--no-mimetype",      folder_address(folder),
                                          "-R",     "--files-only",       "--files-from-raw=-", "--no-traverse",
                                          "--hash", "--hash-type=" + hash};
  static_cast<void>(list_by(words, list_of(files), folder, take, stop));
}

void Remote::look_for(const std::vector<std::string>& files, const TakeEntry& take, const std::stop_token& stop) const {
  if (files.empty()) return;
  std::vector<std::string> words = {"lsjson",           "--no-modtime", "--no-mimetype",
                                    folder_address(""), "-R",           "--files-only"};
  for (const std::string& file : files) words.push_back("--include=/" + file);
  // Without a folder there is none of them.
  static_cast<void>(list_by(words, {}, "", take, stop));
}

bool Remote::list_by(const std::vector<std::string>& words, const std::string& input, const std::string& folder,
                     const TakeEntry& take, const std::stop_token& stop) const {
  const std::string subject = shown(folder).string();
  const auto reader = rclone_->open(words, stop, input);
  bool is_begun = false;
  ListingReader listing([&](RemoteEntry entry) {
    is_begun = true;
    take(std::move(entry));
  });
  process::LineCutter lines([&](std::string_view line) { listing.take_line(line); });
  std::vector<char> room(std::size_t{1} << 16U);
  try {
    std::uint64_t bytes = 0;
    while (const std::size_t got = reader->read(room)) {
      throw_if_stopped(stop);
      bytes += got;
      if (bytes > ListingReader::most_bytes) {
        throw Error(ErrorKind::invalid_data, "list", subject, "its list does not end: " + size_text(bytes) + " so far");
      }
      lines.append({room.data(), got});
    }
  } catch (const Error& error) {
    const auto end = reader->end();
    const bool is_missing = end && !end->by_signal && end->number == RcloneEnd::no_folder;
    // Of a list that has begun, it is a folder in it that went meanwhile: what was listed is not all.
    if (is_missing && !is_begun) return false;
    throw rclone_->failure(error, *reader, "list", subject);
  }
  lines.finish();
  if (listing.is_whole()) return true;
  throw Error(ErrorKind::storage, "list", subject, "rclone's list ends too early");
}

std::string Remote::read(const std::string& file, std::uint64_t offset, std::uint64_t count,
                         const std::stop_token& stop) const {
  const RcloneCall call{.words = {"cat", address(file), fmt::format("--offset={}", offset),
                                  fmt::format("--count={}", count), "--buffer-size=0"},
                        .most_output = static_cast<std::size_t>(count)};
  RcloneEnd end = rclone_->run(call, stop);
  if (end.code == 0) return std::move(end.output);
  throw rclone_->failure(end, "read", shown(file).string());
}

std::optional<std::string> Remote::read_if_there(const std::string& file, std::size_t longest,
                                                 const std::stop_token& stop) const {
  RcloneEnd end =
      rclone_->run({.words = {"cat", address(file), fmt::format("--count={}", longest + 1), "--buffer-size=0"},
                    .most_output = longest + 1},
                   stop);
  if (end.code == RcloneEnd::no_file || end.code == RcloneEnd::no_folder) return std::nullopt;
  if (end.code != 0) throw rclone_->failure(end, "read", shown(file).string());
  if (end.output.size() > longest) {
    throw Error(ErrorKind::storage, "read", shown(file).string(), "it is too long to be what its name says");
  }
  // Of a file that is not there, stores of objects give nothing.
  return end.output.empty() ? std::nullopt : std::optional(std::move(end.output));
}

std::unique_ptr<process::ChildReader> Remote::open(const std::string& file, std::uint64_t offset,
                                                   const std::stop_token& stop) const {
  return rclone_->open({"cat", address(file), fmt::format("--offset={}", offset), "--buffer-size=0"}, stop);
}

std::string Remote::read_in(const std::string& folder, const std::string& file, std::size_t longest,
                            const std::stop_token& stop) const {
  const RcloneCall call{.words = {"cat", folder_address(folder), fmt::format("--count={}", longest), "--buffer-size=0",
                                  "--files-from-raw=-", "--no-traverse"},
                        .input = file + "\n",
                        .most_output = longest};
  return rclone_->succeed(call, "read", shown(folder + "/" + file).string(), stop);
}

FileHashes Remote::read_hashes(const std::string& folder, const std::vector<std::string>& files, Find find,
                               const std::string& hash, const WatchTransfers& watch,
                               const std::stop_token& stop) const {
  const std::string list = list_of(files);
  // A line is the hash, two spaces and the file's name.
  constexpr std::size_t longest_hash = 128;
  RcloneCall call{.words = {"hashsum", hash, "--download", folder_address(folder), "--files-from-raw=-", "--stats=1s",
                            "--stats-log-level=NOTICE"},
                  .input = list,
                  .most_output = list.size() + files.size() * (longest_hash + 2) + 4096,
                  .watch = transfers_for(watch)};
  if (find == Find::one_by_one) call.words.emplace_back("--no-traverse");
  const std::string output = rclone_->succeed(call, "read", shown(folder).string(), stop);
  FileHashes hashes;
  for (const std::string_view line : split(output, '\n')) {
    const std::size_t gap = line.find("  ");
    if (gap != std::string_view::npos && gap > 0) hashes.emplace(line.substr(gap + 2), line.substr(0, gap));
  }
  return hashes;
}

void Remote::fetch(const std::vector<std::string>& files, const std::filesystem::path& to, std::uint64_t most_bytes,
                   const std::stop_token& stop) const {
  // Its exit code says no more than what is missing afterwards.
  rclone_->run({.words = {"copy", folder_address(""), to.string(), "--files-from-raw=-", "--no-traverse",
                          "--transfers=16", "--checkers=16", "--stats=1s", "--stats-log-level=NOTICE",
                          fmt::format("--max-transfer={}B", most_bytes)},
                .input = list_of(files)},
               stop);
}

void Remote::copy(const Copy& copy, const WatchTransfers& watch, const std::stop_token& stop) const {
  RcloneCall call{
      .words = {"copy", copy.from.string(), folder_address(copy.to), "--files-from-raw=-", "--immutable", "--checksum",
                fmt::format("--transfers={}", copy.at_a_time), "--stats=1s", "--stats-log-level=NOTICE"},
      .input = list_of(copy.files),
      .watch = transfers_for(watch)};
  if (copy.find == Find::one_by_one) call.words.emplace_back("--no-traverse");
  if (settings_.lock_days > 0) {
    call.words.insert(call.words.end(), {"--s3-object-lock-mode=COMPLIANCE",
                                         fmt::format("--s3-object-lock-retain-until-date={}d", settings_.lock_days)});
  }
  RcloneCall conditional = call;
  conditional.words.emplace_back("--header-upload=If-None-Match: *");
  RcloneEnd end = rclone_->run(copy.has_conditions ? conditional : call, stop);
  const auto says = [&](std::string_view code) { return end.trouble.find(code) != std::string::npos; };
  // Not every store that speaks S3 knows conditions.
  if (copy.has_conditions && end.code != 0 && (says("StatusCode: 501") || says("NotImplemented"))) {
    end = rclone_->run(call, stop);
  }
  const bool is_in_the_way = says("StatusCode: 412") || says("PreconditionFailed");
  if (end.code != 0 && !(copy.has_conditions && is_in_the_way)) {
    throw rclone_->failure(end, "ship", shown(copy.to).string());
  }
}

void Remote::write(const std::string& file, const std::string& text, const std::stop_token& stop) const {
  // From a file: what rclone reads from a pipe it does not try a second time.
  const ScratchFolder scratch;
  const std::string name = "text";
  replace_file(Directory::open(scratch.path()), name, text);
  rclone_->succeed({.words = {"copyto", (scratch.path() / name).string(), address(file), "--ignore-times"}}, "write",
                   shown(file).string(), stop);
}

void Remote::remove_files(const std::string& folder, const std::vector<std::string>& files,
                          const std::stop_token& stop) const {
  const RcloneCall call{
      .words = {"delete", folder_address(folder), "--files-from-raw=-", "--stats=1s", "--stats-log-level=NOTICE"},
      .input = list_of(files)};
  const RcloneEnd end = rclone_->run(call, stop);
  if (end.code == 0 || end.code == RcloneEnd::no_folder) return;
  throw rclone_->failure(end, "remove files of", shown(folder).string());
}

void Remote::remove(const std::string& file, const std::stop_token& stop) const {
  const RcloneEnd end = rclone_->run({.words = {"deletefile", address(file)}}, stop);
  if (end.code == 0 || end.code == RcloneEnd::no_file || end.code == RcloneEnd::no_folder) return;
  throw rclone_->failure(end, "remove", shown(file).string());
}

void Remote::remove_empty_folders(const std::string& folder, const std::stop_token& stop) const {
  const RcloneEnd end = rclone_->run({.words = {"rmdirs", folder_address(folder)}}, stop);
  if (end.code == 0 || end.code == RcloneEnd::no_folder) return;
  throw rclone_->failure(end, "remove", shown(folder).string());
}

}  // namespace mongokeep::store
