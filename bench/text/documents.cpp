#include "text/documents.h"

#include <fmt/format.h>

#include <array>
#include <random>
#include <string>

namespace mongokeep::bench {

namespace {

constexpr std::size_t order_count = 200'000;
/// Of every other kind: more than any processor's cache holds.
constexpr std::size_t set_bytes = std::size_t{32} << 20U;

constexpr std::int64_t first_day = 1'704'096'000'000;

class Random {
 public:
  int below(int limit) { return std::uniform_int_distribution<int>(0, limit - 1)(engine_); }
  double between(double low, double high) { return std::uniform_real_distribution<double>(low, high)(engine_); }
  std::uint64_t bits() { return engine_(); }
  template <std::size_t size>
  const char* one_of(const std::array<const char*, size>& words) {
    return words[static_cast<std::size_t>(below(size))];
  }

 private:
  std::mt19937_64 engine_{42};
};

constexpr std::array<const char*, 12> words = {"amber", "birch",   "copper", "dune",  "ember",   "fjord",
                                               "grove", "harbour", "the",    "under", "without", "a"};
constexpr std::array<const char*, 6> streets = {"Hauptstraße", "Rue de l’Église", "Calle Mayor",
                                                "Ulica Długa", "桜通り",          "High Street"};
constexpr std::array<const char*, 6> cities = {"Berlin", "München", "Kraków", "Αθήνα", "São Paulo", "大阪"};
constexpr std::array<const char*, 6> titles = {"Kettle, oak",         "Lamp, steel", "Notebook, paper",
                                               "Teapot ☕, porcelain", "Scarf, wool", "Bicycle bell 🔔, brass"};
constexpr std::array<const char*, 6> states = {"placed", "paid", "packed", "shipped", "delivered", "returned"};
constexpr std::array<const char*, 8> characters = {"桜", "の", "花", "大", "阪", "한", "글", "😀"};

// Functions, since libbson's macros evaluate their values twice.

void append_text(bson_t* parent, const char* key, const std::string& text) {
  bson_append_utf8(parent, key, -1, text.data(), static_cast<int>(text.size()));
}

void append_id(bson_t* parent, const char* key, Random& random) {
  std::array<std::uint8_t, 12> bytes;
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
  bson_oid_t id;
  bson_oid_init_from_data(&id, bytes.data());
  bson_append_oid(parent, key, -1, &id);
}

void append_cents(bson_t* parent, const char* key, int cents) {
  bson_decimal128_t decimal;
  bson_decimal128_from_string(fmt::format("{}.{:02}", cents / 100, cents % 100).c_str(), &decimal);
  bson_append_decimal128(parent, key, -1, &decimal);
}

void append_date(bson_t* parent, const char* key, Random& random) {
  bson_append_date_time(parent, key, -1, first_day + random.below(1 << 30) * 30LL);
}

std::string sentence(Random& random, std::size_t size) {
  std::string text;
  while (text.size() < size) text.append(random.one_of(words)).append(1, ' ');
  return text;
}

template <typename Fill>
Documents fill_set(Fill fill) {
  Random random;
  Documents documents;
  while (documents.bytes() < set_bytes) {
    bson_t document = BSON_INITIALIZER;
    append_id(&document, "_id", random);
    fill(document, random);
    documents.add(document);
    bson_destroy(&document);
  }
  return documents;
}

void append_items(bson_t* order, Random& random) {
  bson_t items;
  bson_append_array_begin(order, "items", -1, &items);
  const int count = 2 + random.below(2);
  for (int index = 0; index < count; ++index) {
    bson_t item;
    bson_append_document_begin(&items, std::to_string(index).c_str(), -1, &item);
    append_text(&item, "sku", fmt::format("SKU-{}", 10000 + random.below(90000)));
    append_text(&item, "title", random.one_of(titles));
    bson_append_int32(&item, "quantity", -1, 1 + random.below(5));
    append_cents(&item, "price", 199 + random.below(49800));
    bson_append_document_end(&items, &item);
  }
  bson_append_array_end(order, &items);
}

void append_address(bson_t* order, Random& random) {
  bson_t address;
  bson_append_document_begin(order, "shipTo", -1, &address);
  append_text(&address, "street", fmt::format("{} {}", random.one_of(streets), random.below(200)));
  append_text(&address, "postcode", fmt::format("{}", 10000 + random.below(90000)));
  append_text(&address, "city", random.one_of(cities));
  append_text(&address, "country", "DE");
  bson_append_document_end(order, &address);
}

/// As examples/shop/load.py makes them.
Documents orders() {
  Random random;
  Documents documents;
  for (std::size_t number = 0; number < order_count; ++number) {
    bson_t order = BSON_INITIALIZER;
    append_id(&order, "_id", random);
    bson_append_int64(&order, "number", -1, 10'000'000'000 + static_cast<std::int64_t>(number));
    append_id(&order, "user", random);
    append_text(&order, "state", random.one_of(states));
    append_date(&order, "placed", random);
    append_items(&order, random);
    append_cents(&order, "total", random.below(900'000));
    append_address(&order, random);
    bson_append_double(&order, "discount", -1, static_cast<double>(number % 40) / 40);
    bson_append_bool(&order, "gift", -1, number % 11 == 0);
    documents.add(order);
    bson_destroy(&order);
  }
  return documents;
}

/// One field of every type that holds a single value.
void fill_flat(bson_t& document, Random& random) {
  bson_append_double(&document, "double", -1, random.between(-1000, 1000));
  append_text(&document, "string", random.one_of(words));
  std::array<std::uint8_t, 16> bytes;
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.below(256));
  bson_append_binary(&document, "uuid", -1, BSON_SUBTYPE_UUID, bytes.data(), bytes.size());
  append_id(&document, "objectId", random);
  bson_append_bool(&document, "boolean", -1, random.below(2) == 0);
  append_date(&document, "date", random);
  bson_append_null(&document, "null", -1);
  bson_append_regex(&document, "regex", -1, "^a.*b$", "i");
  bson_append_code(&document, "code", -1, "return x;");
  bson_append_int32(&document, "int32", -1, random.below(1'000'000));
  bson_append_timestamp(&document, "timestamp", -1, 1'700'000'000, static_cast<std::uint32_t>(random.below(100)));
  bson_append_int64(&document, "int64", -1, static_cast<std::int64_t>(random.bits()));
  append_cents(&document, "decimal", random.below(900'000));
  bson_append_minkey(&document, "minKey", -1);
  bson_append_maxkey(&document, "maxKey", -1);
}

/// 20 levels of documents and arrays in turn.
void nest(bson_t& parent, const char* key, int levels, Random& random) {
  bson_t child;
  if (levels % 2 == 0) {
    bson_append_document_begin(&parent, key, -1, &child);
    bson_append_int32(&child, "level", -1, levels);
    append_text(&child, "name", random.one_of(words));
    if (levels > 0) nest(child, "inner", levels - 1, random);
    bson_append_document_end(&parent, &child);
  } else {
    bson_append_array_begin(&parent, key, -1, &child);
    bson_append_int32(&child, "0", -1, levels);
    nest(child, "1", levels - 1, random);
    bson_append_array_end(&parent, &child);
  }
}

void fill_nested(bson_t& document, Random& random) {
  nest(document, "tree", 20, random);
}

/// With a line feed or a quote now and then, as prose has them.
void fill_ascii(bson_t& document, Random& random) {
  std::string text;
  while (text.size() < 4000) text.append(sentence(random, 200)).append(random.below(2) == 0 ? "\n" : "\"so\" ");
  append_text(&document, "body", text);
}

void fill_unicode(bson_t& document, Random& random) {
  std::string text;
  while (text.size() < 4000) text += random.one_of(characters);
  append_text(&document, "body", text);
}

void fill_numbers(bson_t& document, Random& random) {
  bson_t numbers;
  bson_append_array_begin(&document, "numbers", -1, &numbers);
  for (int index = 0; index < 90; index += 3) {
    bson_append_double(&numbers, std::to_string(index).c_str(), -1, random.between(-1000, 1000));
    bson_append_int32(&numbers, std::to_string(index + 1).c_str(), -1, random.below(1'000'000));
    bson_append_int64(&numbers, std::to_string(index + 2).c_str(), -1, static_cast<std::int64_t>(random.bits()));
  }
  bson_append_array_end(&document, &numbers);
}

void fill_blob(bson_t& document, Random& random) {
  std::vector<std::uint8_t> bytes(16 * 1024);
  for (std::uint8_t& byte : bytes) byte = static_cast<std::uint8_t>(random.bits());
  bson_append_binary(&document, "data", -1, BSON_SUBTYPE_BINARY, bytes.data(),
                     static_cast<std::uint32_t>(bytes.size()));
}

void append_author(bson_t& document, Random& random) {
  bson_t user;
  bson_append_document_begin(&document, "user", -1, &user);
  bson_append_int64(&user, "id", -1, static_cast<std::int64_t>(random.bits() >> 16U));
  append_text(&user, "name", fmt::format("Zoë {} 🌻", random.one_of(words)));
  append_text(&user, "screen_name", fmt::format("{}{}", random.one_of(words), random.below(1000)));
  append_text(&user, "description", sentence(random, 80));
  append_text(&user, "profile_image_url", "https://pictures.example.com/profile_images/12345/photo_normal.jpeg");
  bson_append_int32(&user, "followers_count", -1, random.below(100'000));
  bson_append_int32(&user, "friends_count", -1, random.below(2'000));
  bson_append_bool(&user, "verified", -1, false);
  bson_append_document_end(&document, &user);
}

void append_hashtags(bson_t& document, Random& random) {
  bson_t tags;
  bson_append_array_begin(&document, "hashtags", -1, &tags);
  for (int index = 0; index < 2; ++index) {
    bson_t tag;
    bson_t places;
    bson_append_document_begin(&tags, std::to_string(index).c_str(), -1, &tag);
    append_text(&tag, "text", random.one_of(words));
    bson_append_array_begin(&tag, "indices", -1, &places);
    bson_append_int32(&places, "0", -1, random.below(70));
    bson_append_int32(&places, "1", -1, 70 + random.below(70));
    bson_append_array_end(&tag, &places);
    bson_append_document_end(&tags, &tag);
  }
  bson_append_array_end(&document, &tags);
}

void fill_tweet(bson_t& document, Random& random) {
  append_date(&document, "created_at", random);
  bson_append_int64(&document, "id", -1, static_cast<std::int64_t>(random.bits() >> 8U));
  append_text(&document, "text",
              fmt::format("{}{}\n#{} https://example.com/{}", sentence(random, 60), random.one_of(characters),
                          random.one_of(words), random.below(1'000'000)));
  append_text(&document, "source", "<a href=\"https://example.com/client\" rel=\"nofollow\">A client</a>");
  bson_append_bool(&document, "truncated", -1, false);
  bson_append_null(&document, "in_reply_to_status_id", -1);
  append_author(document, random);
  append_hashtags(document, random);
  bson_append_null(&document, "geo", -1);
  bson_append_int32(&document, "retweet_count", -1, random.below(1000));
  bson_append_int32(&document, "favorite_count", -1, random.below(1000));
  bson_append_bool(&document, "favorited", -1, false);
  append_text(&document, "lang", "en");
}

}  // namespace

void Documents::add(const bson_t& document) {
  offsets_.push_back(bytes_.size());
  const std::uint8_t* const data = bson_get_data(&document);
  bytes_.insert(bytes_.end(), data, data + document.len);
}

std::size_t Documents::size(std::size_t index) const {
  return (index + 1 < offsets_.size() ? offsets_[index + 1] : bytes_.size()) - offsets_[index];
}

const std::vector<Kind>& kinds() {
  static const std::vector<Kind> all = {
      {"orders", orders},
      {"flat", [] { return fill_set(fill_flat); }},
      {"nested", [] { return fill_set(fill_nested); }},
      {"ascii", [] { return fill_set(fill_ascii); }},
      {"unicode", [] { return fill_set(fill_unicode); }},
      {"numbers", [] { return fill_set(fill_numbers); }},
      {"blobs", [] { return fill_set(fill_blob); }},
      {"tweets", [] { return fill_set(fill_tweet); }},
  };
  return all;
}

}  // namespace mongokeep::bench
