#include "end_to_end/scene.h"

#include <gtest/gtest.h>

#include "support/files.h"

namespace mongokeep::test {

Scene::Scene(Server& server) : server_(server), client_(server.uri()) {}

ProgramCall Scene::backup_call_to(const std::string& uri, const std::vector<std::string>& more) const {
  ProgramCall call;
  call.arguments = {"backup", "--root", root().string()};
  call.arguments.insert(call.arguments.end(), more.begin(), more.end());
  call.environment["MONGOKEEP_URI"] = uri;
  call.working_folder = temp_.path();
  return call;
}

ProgramCall Scene::backup_call(const std::vector<std::string>& more) const {
  return backup_call_to(uri(), more);
}

ProgramResult Scene::back_up(const std::vector<std::string>& more) const {
  return run_program(backup_call(more));
}

ProgramResult Scene::call(const std::string& command, const std::vector<std::string>& more) const {
  ProgramCall call;
  call.arguments = {command, "--root", root().string()};
  call.arguments.insert(call.arguments.end(), more.begin(), more.end());
  call.working_folder = temp_.path();
  return run_program(call);
}

ProgramResult Scene::restore_into(const std::string& database, const std::vector<std::string>& more) const {
  std::vector<std::string> words = {"latest", "--uri", uri_to(database)};
  words.insert(words.end(), more.begin(), more.end());
  return call("restore", words);
}

std::string Scene::make_key(const std::string& name) const {
  ProgramCall call;
  call.arguments = {"keygen", key(name)};
  const ProgramResult result = run_program(call);
  EXPECT_EQ(result.exit_code, 0) << result.error;
  return result.output.substr(0, result.output.find('\n'));
}

std::filesystem::path Scene::folder_of(const ProgramResult& result) {
  const std::vector<std::string> lines = lines_of(result.output);
  if (lines.size() != 1) {
    ADD_FAILURE() << "no folder was printed: " << result.output << result.error;
    return {};
  }
  return lines.front();
}

void Scene::insert_numbered(const std::string& collection, int count, int size) {
  constexpr int batch = 5000;
  const std::string text(static_cast<std::size_t>(size), 'x');
  for (int first = 0; first < count; first += batch) {
    std::vector<Bytes> documents;
    for (int id = first; id < std::min(count, first + batch); ++id) {
      documents.push_back(bson_from_json("{\"_id\": " + std::to_string(id) + ", \"text\": \"" + text + "\"}"));
    }
    client_.insert(database_, collection, documents);
  }
}

std::vector<std::string> Scene::names_in_root() const {
  return std::filesystem::exists(root()) ? names_in(root()) : std::vector<std::string>{};
}

Json manifest_of(const std::filesystem::path& folder) {
  return Json::parse(read_file(folder / "manifest.json"));
}

Json record_of(const std::filesystem::path& folder, const std::string& collection) {
  const Json manifest = manifest_of(folder);
  for (const Json& record : manifest.at("collections")) {
    if (record.at("name") == collection) return record;
  }
  ADD_FAILURE() << "the manifest does not know " << collection;
  return {};
}

std::vector<Json> log_of(const ProgramResult& result) {
  std::vector<Json> lines;
  for (const std::string& line : lines_of(result.error)) lines.push_back(Json::parse(line));
  return lines;
}

std::vector<Json> lines_with(const ProgramResult& result, const std::string& message) {
  std::vector<Json> lines = log_of(result);
  std::erase_if(lines, [&](const Json& line) { return line.at("message") != message; });
  return lines;
}

Json line_of(const ProgramResult& result, const std::string& message) {
  const std::vector<Json> lines = lines_with(result, message);
  return lines.empty() ? Json() : lines.front();
}

std::vector<std::string> documents_in(const std::filesystem::path& file) {
  const std::string text = read_file(file);
  if (text == "[]\n") return {};
  std::vector<std::string> lines = lines_of(text);
  EXPECT_GE(lines.size(), 3U);
  EXPECT_EQ(lines.front(), "[");
  EXPECT_EQ(lines.back(), "]");
  EXPECT_EQ(text.back(), '\n');
  lines.erase(lines.begin());
  lines.pop_back();
  for (std::size_t i = 0; i + 1 < lines.size(); ++i) {
    EXPECT_EQ(lines[i].back(), ',');
    lines[i].pop_back();
  }
  EXPECT_NE(lines.back().back(), ',');
  return lines;
}

}  // namespace mongokeep::test
