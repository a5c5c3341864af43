// Our text writer beside libbson's bson_as_canonical_extended_json, on one core, over the same documents. Bytes per
// second are those of the BSON read. The ratio of the two rows of one kind of document is the measure.

#include <benchmark/benchmark.h>
#include <bson/bson.h>

#include <random>
#include <string>
#include <utility>
#include <vector>

#include "extjson/document_writer.h"

namespace {

using mongokeep::JsonFormat;
using mongokeep::extjson::BsonView;
using mongokeep::extjson::DocumentWriter;
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

void append_address(bson_t* parent, Random& random) {
  bson_t address;
  BSON_APPEND_DOCUMENT_BEGIN(parent, "shippingAddress", &address);
  BSON_APPEND_UTF8(&address, "street", (random.word() + " street " + std::to_string(random.below(200))).c_str());
  BSON_APPEND_UTF8(&address, "city", random.word().c_str());
  BSON_APPEND_UTF8(&address, "postalCode", std::to_string(10000 + random.below(89999)).c_str());
  BSON_APPEND_UTF8(&address, "country", "DE");
  bson_append_document_end(parent, &address);
}

void append_items(bson_t* parent, Random& random) {
  bson_t items;
  BSON_APPEND_ARRAY_BEGIN(parent, "items", &items);
  const int count = 1 + random.below(4);
  for (int index = 0; index < count; ++index) {
    bson_t item;
    BSON_APPEND_DOCUMENT_BEGIN(&items, std::to_string(index).c_str(), &item);
    BSON_APPEND_UTF8(&item, "sku", ("SKU-" + std::to_string(random.below(100000))).c_str());
    BSON_APPEND_UTF8(&item, "name", (random.word() + " " + random.word()).c_str());
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
  BSON_APPEND_UTF8(document.get(), "email", (random.word() + "." + random.word() + "@example.com").c_str());
  BSON_APPEND_UTF8(document.get(), "status", "shipped");
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
  BSON_APPEND_UTF8(document.get(), "body", text.c_str());
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

BENCHMARK_CAPTURE(libbson_text, order, order);
BENCHMARK_CAPTURE(mongokeep_text, order, order);
BENCHMARK_CAPTURE(libbson_text, article, article);
BENCHMARK_CAPTURE(mongokeep_text, article, article);
BENCHMARK_CAPTURE(libbson_text, vector, vector);
BENCHMARK_CAPTURE(mongokeep_text, vector, vector);

}  // namespace

BENCHMARK_MAIN();
