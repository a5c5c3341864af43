// That batches go to the server as they are, whatever is in them.

#include <gmock/gmock.h>

#include <memory>

#include "extjson/bson_builder.h"
#include "mongo/writing/write_target.h"
#include "mongokeep/error.h"

namespace mongokeep::mongo {
namespace {

using extjson::BsonBuilder;
using extjson::BsonType;
using extjson::stored;
using extjson::stored_string;
using test::Bytes;
using test::ServerKind;
using testing::ElementsAre;
using testing::HasSubstr;

/// The one server that keeps bytes as they come.
class BatchBytes : public testing::TestWithParam<ServerKind> {
 protected:
  WriteTarget target_{test::shared_server(GetParam())};
};

TEST_P(BatchBytes, CarriesWhatDriversWouldNotSend) {
  const std::string object_id(12, '\7');
  const std::string nan_with_payload = stored(std::uint64_t{0x7FF8000000000123});
  const BsonBuilder scope = BsonBuilder().add_int32("x", 1);
  const std::string code = stored_string("f()") + scope.text();
  const std::vector<Bytes> documents = {
      BsonBuilder()
          .add_int32("_id", 1)
          .add(BsonType::undefined, "u")
          .add(BsonType::symbol, "s", stored_string("sym"))
          .bytes(),
      BsonBuilder().add_int32("_id", 2).add(BsonType::db_pointer, "p", stored_string("db.c") + object_id).bytes(),
      BsonBuilder().add_int32("_id", 3).add_int32("twice", 1).add_int32("twice", 2).bytes(),
      BsonBuilder().add_int32("_id", 4).add_array("a", BsonBuilder().add_int32("5", 1).add_int32("5", 2)).bytes(),
      BsonBuilder().add_int32("_id", 5).add(BsonType::number_double, "nan", nan_with_payload).bytes(),
      BsonBuilder().add_int32("_id", 6).add(BsonType::regular_expression, "r", std::string("a\0mi\0", 5)).bytes(),
      BsonBuilder()
          .add_int32("_id", 7)
          .add(BsonType::code_with_scope, "c", stored(static_cast<std::int32_t>(code.size() + 4)) + code)
          .bytes(),
      BsonBuilder().add_int32("_id", 8).add_int32("$set", 1).add_int32("a.b", 2).add_int32("", 3).bytes(),
      BsonBuilder().add_int32("_id", 9).add(BsonType::min_key, "least").add(BsonType::max_key, "most").bytes(),
      BsonBuilder().add_int32("_id", 10).add(BsonType::timestamp, "empty", std::string(8, '\0')).bytes(),
  };
  EXPECT_EQ(target_.write(batch_of(documents)).inserted, documents.size());
  EXPECT_EQ(target_.stored_bytes(), documents);
}

/// Looks over the driver's shoulder at what is sent.
TEST_P(BatchBytes, SendsNoIdOfItsOwn) {
  const Bytes document = BsonBuilder().add_int32("x", 1).bytes();
  std::vector<Bytes> sent;
  const std::unique_ptr<mongoc_apm_callbacks_t, decltype(&mongoc_apm_callbacks_destroy)> callbacks(
      mongoc_apm_callbacks_new(), mongoc_apm_callbacks_destroy);
  mongoc_apm_set_command_started_cb(callbacks.get(), [](const mongoc_apm_command_started_t* event) {
    bson_iter_t found;
    if (!bson_iter_init(&found, mongoc_apm_command_started_get_command(event)) ||
        !bson_iter_find_descendant(&found, "documents.0", &found)) {
      return;
    }
    std::uint32_t length = 0;
    const std::uint8_t* data = nullptr;
    bson_iter_document(&found, &length, &data);
    static_cast<std::vector<Bytes>*>(mongoc_apm_command_started_get_context(event))->emplace_back(data, data + length);
  });
  mongoc_client_set_apm_callbacks(target_.client().get(), callbacks.get(), &sent);
  target_.write(batch_of(std::vector<Bytes>{document}));
  mongoc_client_set_apm_callbacks(target_.client().get(), nullptr, nullptr);
  EXPECT_THAT(sent, ElementsAre(document));
}

TEST_P(BatchBytes, TakesMoreThanOneCommandCanCarry) {
  constexpr int count = 150'000;
  DocumentBatch batch;
  for (std::int32_t id = 0; id < count; ++id) {
    const Bytes document = BsonBuilder().add_int32("_id", id).bytes();
    batch.add({document.data(), document.size()});
  }
  EXPECT_EQ(target_.write(batch).inserted, static_cast<std::uint64_t>(count));
  EXPECT_EQ(target_.reader().count(target_.ns().database, target_.ns().collection), static_cast<std::uint64_t>(count));
}

TEST_P(BatchBytes, TakesDocumentsOfTheLargestSize) {
  constexpr std::size_t largest = 16 * 1024 * 1024;
  const std::size_t frame = BsonBuilder().add_int32("_id", 1).add_string("text", "").bytes().size();
  std::vector<Bytes> documents;
  for (std::int32_t id = 0; id < 3; ++id) {
    documents.push_back(
        BsonBuilder().add_int32("_id", id).add_string("text", std::string(largest - frame, 'x')).bytes());
  }
  ASSERT_EQ(documents[0].size(), largest);
  EXPECT_EQ(target_.write(batch_of(documents)).inserted, 3U);
  EXPECT_EQ(target_.write(batch_of(documents), WriteMode::upsert).replaced, 3U);
  EXPECT_EQ(target_.stored_bytes(), documents);
}

TEST_P(BatchBytes, DoesNotWriteToAView) {
  target_.reader().create_collection(target_.ns().database, "base");
  target_.create(R"({"viewOn": "base", "pipeline": []})");
  for (const WriteMode mode : {WriteMode::insert, WriteMode::upsert}) {
    try {
      target_.write(batch_of({numbered(1)}), mode);
      FAIL() << "no error";
    } catch (const Error& error) {
      EXPECT_EQ(error.kind(), ErrorKind::server);
      EXPECT_THAT(error.cause(), HasSubstr("view"));
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Rust, BatchBytes, testing::Values(ServerKind::secantus_rust), test::NameOfServer());

}  // namespace
}  // namespace mongokeep::mongo
