// Our text writer beside libbson's bson_as_canonical_extended_json, and our reader beside its bson_new_from_json, on
// one core, over the same documents. Bytes per second are those of the BSON. The ratio of the two rows of one kind of
// document is the measure; bench/sections/text.py prints it.

#include <benchmark/benchmark.h>
#include <bson/bson.h>

#include <memory>
#include <string>
#include <vector>

#include "extjson/document_reader.h"
#include "extjson/document_writer.h"
#include "text/documents.h"

namespace mongokeep::bench {

namespace {

using extjson::BsonView;
using extjson::DocumentReader;
using extjson::DocumentWriter;
using extjson::reading_room;
using extjson::TextBuffer;

/// Kept from one benchmark of a kind to the next: only one kind is in memory at a time.
const Documents& documents_of(const Kind& kind) {
  static std::string made;
  static Documents documents;
  if (made != kind.name) documents = kind.make();
  made = kind.name;
  return documents;
}

void libbson_text(benchmark::State& state, const Kind& kind) {
  const Documents& documents = documents_of(kind);
  for (auto _ : state) {
    for (std::size_t index = 0; index < documents.count(); ++index) {
      bson_t document;
      if (!bson_init_static(&document, documents.data(index), documents.size(index))) state.SkipWithError("not BSON");
      char* const text = bson_as_canonical_extended_json(&document, nullptr);
      benchmark::DoNotOptimize(text);
      bson_free(text);
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(documents.bytes()));
}

void mongokeep_text(benchmark::State& state, const Kind& kind) {
  const Documents& documents = documents_of(kind);
  const DocumentWriter writer(JsonFormat::canonical);
  TextBuffer text;
  for (auto _ : state) {
    for (std::size_t index = 0; index < documents.count(); ++index) {
      if (text.size() > (std::size_t{256} << 10U)) text.clear();
      writer.write(BsonView{documents.data(index), documents.size(index)}, text);
      benchmark::DoNotOptimize(text.data());
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(documents.bytes()));
}

/// The canonical texts of some documents, back to back, with the room behind them that our reader needs.
struct Texts {
  explicit Texts(const Documents& documents) {
    const DocumentWriter writer(JsonFormat::canonical);
    for (std::size_t index = 0; index < documents.count(); ++index) {
      writer.write(BsonView{documents.data(index), documents.size(index)}, buffer);
      ends.push_back(buffer.size());
    }
    buffer.reserve_more(reading_room);
  }

  std::string_view text(std::size_t index) const {
    const std::size_t begin = index == 0 ? 0 : ends[index - 1];
    return buffer.view().substr(begin, ends[index] - begin);
  }

  TextBuffer buffer;
  std::vector<std::size_t> ends;
};

void libbson_bytes(benchmark::State& state, const Kind& kind) {
  const Documents& documents = documents_of(kind);
  const Texts texts(documents);
  for (auto _ : state) {
    for (std::size_t index = 0; index < documents.count(); ++index) {
      const std::string_view text = texts.text(index);
      bson_error_t error;
      bson_t* const document = bson_new_from_json(reinterpret_cast<const std::uint8_t*>(text.data()),
                                                  static_cast<ssize_t>(text.size()), &error);
      if (document == nullptr) state.SkipWithError(error.message);
      bson_destroy(document);
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(documents.bytes()));
}

void mongokeep_bytes(benchmark::State& state, const Kind& kind) {
  const Documents& documents = documents_of(kind);
  const Texts texts(documents);
  DocumentReader reader;
  for (auto _ : state) {
    for (std::size_t index = 0; index < documents.count(); ++index) {
      if (const auto fault = reader.read(texts.text(index))) state.SkipWithError(fault->cause.c_str());
      benchmark::DoNotOptimize(reader.document().data);
    }
  }
  state.SetBytesProcessed(state.iterations() * static_cast<std::int64_t>(documents.bytes()));
}

void register_all() {
  const auto add = [](const std::string& name, const Kind& kind, void (*measure)(benchmark::State&, const Kind&)) {
    benchmark::RegisterBenchmark((name + "/" + kind.name).c_str(), measure, kind)->Unit(benchmark::kMillisecond);
  };
  for (const Kind& kind : kinds()) {
    add("libbson_text", kind, libbson_text);
    add("mongokeep_text", kind, mongokeep_text);
    add("libbson_bytes", kind, libbson_bytes);
    add("mongokeep_bytes", kind, mongokeep_bytes);
  }
}

}  // namespace

}  // namespace mongokeep::bench

int main(int argc, char** argv) {
  benchmark::Initialize(&argc, argv);
  if (benchmark::ReportUnrecognizedArguments(argc, argv)) return 2;
  mongokeep::bench::register_all();
  benchmark::RunSpecifiedBenchmarks();
  return 0;
}
