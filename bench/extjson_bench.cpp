// Our text writer beside libbson's bson_as_canonical_extended_json, and our reader beside its bson_new_from_json, on
// one core, over the same documents. Bytes per second are those of the BSON. The ratio of the two rows of one kind of
// document is the measure.

#include <benchmark/benchmark.h>
#include <bson/bson.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "extjson/document_reader.h"
#include "extjson/document_writer.h"

namespace {

using mongokeep::JsonFormat;
using mongokeep::extjson::BsonView;
using mongokeep::extjson::DocumentReader;
using mongokeep::extjson::DocumentWriter;
using mongokeep::extjson::reading_room;
using mongokeep::extjson::TextBuffer;

/// Owns a bson_t. (A unique_ptr would drop the type's alignment.)
class Document {
 public:
  Document() : bson_(bson_new()) {}
  Document(Document&& other) noexcept : bson_(std::exchange(other.bson_, nullptr)) {}
  Document& operator=(Document&&) = delete;
  ~Document() {
    if (bson_ != nullptr) bson_destroy(bson_);
  }

  bson_t* get() const { return bson_; }
  bson_t* operator->() const { return bson_; }

 private:
  bson_t* bson_;
};
using Documents = std::vector<Document>;

constexpr int document_count = 2000;

/// The same documents in every run.
class Random {
 public:
  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(engine_); }
  double real() { return std::uniform_real_distribution<double>(-1000, 1000)(engine_); }
  std::string word() {
    static const char* const words[] = {"amber", "birch", "copper", "dune", "ember", "fjord", "grove", "harbour"};
    return words[below(8)];
  }

 private:
  std::mt19937 engine_{42};
};

/// A function, since libbson's macro evaluates its value twice.
void append_text(bson_t* parent, const char* key, const std::string& text) {
  bson_append_utf8(parent, key, -1, text.data(), static_cast<int>(text.size()));
}

void append_address(bson_t* parent, Random& random) {
  bson_t address;
  BSON_APPEND_DOCUMENT_BEGIN(parent, "shippingAddress", &address);
  append_text(&address, "street", random.word() + " street " + std::to_string(random.below(200)));
  append_text(&address, "city", random.word());
  append_text(&address, "postalCode", std::to_string(10000 + random.below(89999)));
  append_text(&address, "country", "DE");
  bson_append_document_end(parent, &address);
}

void append_items(bson_t* parent, Random& random) {
  bson_t items;
  BSON_APPEND_ARRAY_BEGIN(parent, "items", &items);
  const int count = 1 + random.below(4);
  for (int index = 0; index < count; ++index) {
    bson_t item;
    BSON_APPEND_DOCUMENT_BEGIN(&items, std::to_string(index).c_str(), &item);
    append_text(&item, "sku", "SKU-" + std::to_string(random.below(100000)));
    append_text(&item, "name", random.word() + " " + random.word());
    BSON_APPEND_INT32(&item, "quantity", 1 + random.below(9));
    BSON_APPEND_DOUBLE(&item, "price", random.below(20000) / 100.0);
    bson_append_document_end(&items, &item);
  }
  bson_append_array_end(parent, &items);
}

/// An order of a small shop, as most documents are: short strings, prices, dates, a few levels.
Document order(Random& random) {
  Document document;
  bson_oid_t id;
  bson_oid_init(&id, nullptr);
  BSON_APPEND_OID(document.get(), "_id", &id);
  BSON_APPEND_INT32(document.get(), "orderNumber", random.below(1000000));
  BSON_APPEND_OID(document.get(), "customer", &id);
  append_text(document.get(), "email", random.word() + "." + random.word() + "@example.com");
  append_text(document.get(), "status", "shipped");
  BSON_APPEND_DATE_TIME(document.get(), "createdAt", 1700000000000 + random.below(1000000000));
  BSON_APPEND_DATE_TIME(document.get(), "updatedAt", 1700000000000 + random.below(1000000000));
  append_items(document.get(), random);
  append_address(document.get(), random);
  BSON_APPEND_DOUBLE(document.get(), "total", random.below(100000) / 100.0);
  BSON_APPEND_BOOL(document.get(), "gift", random.below(2) == 0);
  BSON_APPEND_NULL(document.get(), "coupon");
  BSON_APPEND_INT32(document.get(), "__v", 0);
  return document;
}

/// A long text with a few characters to escape and a few outside ASCII.
Document article(Random& random) {
  Document document;
  std::string text;
  while (text.size() < 4000) text += random.word() + (random.below(20) == 0 ? " \"größer\"\n" : " ");
  append_text(document.get(), "body", text);
  return document;
}

/// Numbers of full precision, as measurements and embeddings are.
Document vector(Random& random) {
  Document document;
  bson_t numbers;
  BSON_APPEND_ARRAY_BEGIN(document.get(), "numbers", &numbers);
  for (int index = 0; index < 100; ++index) {
    BSON_APPEND_DOUBLE(&numbers, std::to_string(index).c_str(), random.real());
  }
  bson_append_array_end(document.get(), &numbers);
  return document;
}

Documents make(Document (*make_one)(Random&)) {
  Random random;
  Documents documents;
  for (int index = 0; index < document_count; ++index) documents.push_back(make_one(random));
  return documents;
}

std::int64_t size_of(const Documents& documents) {
  std::int64_t size = 0;
  for (const Document& document : documents) size += document->len;
  return size;
}

void libbson_text(benchmark::State& state, Document (*make_one)(Random&)) {
  const Documents documents = make(make_one);
  for (auto _ : state) {
    for (const Document& document : documents) {
      char* const text = bson_as_canonical_extended_json(document.get(), nullptr);
      benchmark::DoNotOptimize(text);
      bson_free(text);
    }
  }
  state.SetBytesProcessed(state.iterations() * size_of(documents));
}

void mongokeep_text(benchmark::State& state, Document (*make_one)(Random&)) {
  const Documents documents = make(make_one);
  const DocumentWriter writer(JsonFormat::canonical);
  TextBuffer text;
  for (auto _ : state) {
    for (const Document& document : documents) {
      text.clear();
      writer.write(BsonView{bson_get_data(document.get()), document->len}, text);
      benchmark::DoNotOptimize(text.data());
    }
  }
  state.SetBytesProcessed(state.iterations() * size_of(documents));
}

/// The canonical texts of some documents, each with the room behind it that our reader needs.
std::vector<std::string> texts_of(const Documents& documents) {
  const DocumentWriter writer(JsonFormat::canonical);
  TextBuffer buffer;
  std::vector<std::string> texts;
  for (const Document& document : documents) {
    buffer.clear();
    writer.write(BsonView{bson_get_data(document.get()), document->len}, buffer);
    std::string& text = texts.emplace_back(buffer.view());
    text.reserve(text.size() + reading_room);
  }
  return texts;
}

void libbson_bytes(benchmark::State& state, Document (*make_one)(Random&)) {
  const Documents documents = make(make_one);
  const std::vector<std::string> texts = texts_of(documents);
  for (auto _ : state) {
    for (const std::string& text : texts) {
      bson_error_t error;
      bson_t* const document = bson_new_from_json(reinterpret_cast<const std::uint8_t*>(text.data()),
                                                  static_cast<ssize_t>(text.size()), &error);
      if (document == nullptr) state.SkipWithError(error.message);
      bson_destroy(document);
    }
  }
  state.SetBytesProcessed(state.iterations() * size_of(documents));
}

void mongokeep_bytes(benchmark::State& state, Document (*make_one)(Random&)) {
  const Documents documents = make(make_one);
  const std::vector<std::string> texts = texts_of(documents);
  DocumentReader reader;
  for (auto _ : state) {
    for (const std::string& text : texts) {
      if (const auto fault = reader.read(text)) state.SkipWithError(fault->cause.c_str());
      benchmark::DoNotOptimize(reader.document().data);
    }
  }
  state.SetBytesProcessed(state.iterations() * size_of(documents));
}

BENCHMARK_CAPTURE(libbson_text, order, order);
BENCHMARK_CAPTURE(mongokeep_text, order, order);
BENCHMARK_CAPTURE(libbson_text, article, article);
BENCHMARK_CAPTURE(mongokeep_text, article, article);
BENCHMARK_CAPTURE(libbson_text, vector, vector);
BENCHMARK_CAPTURE(mongokeep_text, vector, vector);
BENCHMARK_CAPTURE(libbson_bytes, order, order);
BENCHMARK_CAPTURE(mongokeep_bytes, order, order);
BENCHMARK_CAPTURE(libbson_bytes, article, article);
BENCHMARK_CAPTURE(mongokeep_bytes, article, article);
BENCHMARK_CAPTURE(libbson_bytes, vector, vector);
BENCHMARK_CAPTURE(mongokeep_bytes, vector, vector);

}  // namespace

BENCHMARK_MAIN();
