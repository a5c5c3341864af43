#include "documents/stored_documents.h"

#include <gmock/gmock.h>

#include <algorithm>
#include <string>
#include <vector>

namespace mongokeep::documents {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using Step = StoredDocuments::Step;

/// A text that comes in pieces of a size.
class Pieces final : public stream::Source {
 public:
  Pieces(std::string text, std::size_t size) : text_(std::move(text)), size_(size) {}
  std::size_t read(std::span<char> room) override {
    const std::size_t got = std::min({size_, room.size(), text_.size() - position_});
    std::copy_n(text_.data() + position_, got, room.data());
    position_ += got;
    return got;
  }
  bool is_at_end() const { return position_ == text_.size(); }

 private:
  std::string text_;
  std::size_t size_;
  std::size_t position_ = 0;
};

/// What reading a text came to, a line for each step: "1:1 {…}" for a document, "! 2:3 cause" for a fault.
struct Reading {
  std::vector<std::string> steps;
  bool is_ours = false;
  bool is_read_to_end = false;
};

using Give = StoredDocuments::Give;

Reading read_in_pieces(const std::string& text, std::size_t size, extjson::TextRules rules, Give give) {
  Pieces source(text, size);
  StoredDocuments documents(source, rules, give);
  Reading reading;
  for (;;) {
    const Step step = documents.next();
    if (step == Step::end) break;
    if (step == Step::document) {
      reading.steps.push_back(std::to_string(documents.line()) + " " + std::string(documents.text()));
      EXPECT_GE(give == Give::documents ? documents.document().size : documents.outline().size, 5U);
    } else {
      const StoredFault& fault = documents.fault();
      reading.steps.push_back("! " + std::to_string(fault.line) + ":" + std::to_string(fault.column) + " " +
                              fault.cause);
    }
    if (reading.steps.size() > 1000) break;
  }
  reading.is_ours = documents.is_in_our_form();
  reading.is_read_to_end = source.is_at_end();
  return reading;
}

/// The same whatever pieces the text comes in, and whatever is made of its documents.
Reading reading_of(const std::string& text, extjson::TextRules rules = {}) {
  const Reading whole = read_in_pieces(text, text.size() + 1, rules, Give::documents);
  for (const std::size_t size : {1, 2, 3, 7}) {
    for (const Give give : {Give::documents, Give::outlines}) {
      const Reading in_pieces = read_in_pieces(text, size, rules, give);
      EXPECT_EQ(in_pieces.steps, whole.steps) << "in pieces of " << size << ": " << text;
      EXPECT_EQ(in_pieces.is_ours, whole.is_ours) << "in pieces of " << size << ": " << text;
    }
  }
  EXPECT_TRUE(whole.is_read_to_end) << text;
  return whole;
}

std::vector<std::string> steps_of(const std::string& text) {
  return reading_of(text).steps;
}

TEST(StoredDocuments, AreReadInTheFormThatWeWrite) {
  const Reading reading = reading_of("[\n{\"_id\":1},\n{\"_id\":2,\"a\":\"}],{\"},\n{\"_id\":3}\n]\n");
  EXPECT_THAT(reading.steps, ElementsAre("2 {\"_id\":1}", "3 {\"_id\":2,\"a\":\"}],{\"}", "4 {\"_id\":3}"));
  EXPECT_TRUE(reading.is_ours);
  const Reading empty = reading_of("[]\n");
  EXPECT_THAT(empty.steps, ElementsAre());
  EXPECT_TRUE(empty.is_ours);
}

TEST(StoredDocuments, OfOutlinesAreTheSame) {
  const std::string whole = R"({"_id":{"$oid":"65d3f1c09f1b2a0012ab34cd"},"a":"é"},)"
                            "\n"
                            R"({"_id":{"$oid":"65d3f1c09f1b2a0012ab34ce"},"b":[{"$numberInt":"5"},true]})";
  EXPECT_EQ(reading_of("[\n" + whole + "\n]\n").steps.size(), 2U);
  for (std::size_t at = 0; at < whole.size(); ++at) {
    reading_of("[\n" + std::string(whole).erase(at, 1) + "\n]\n");
    reading_of("[\n" + std::string(whole).insert(at, 1, '}') + "\n]\n");
    reading_of("[\n" + std::string(whole).insert(at, 1, '\n') + "\n]\n");
    reading_of("[\n" + std::string(whole).replace(at, 1, "\xFF") + "\n]\n");
  }
}

TEST(StoredDocuments, TakeWhatAnEditorMayHaveDone) {
  const std::vector<std::string> documents = {"2 {\"a\":1}", "3 {\"a\":2}"};
  for (const char* text :
       {"\xEF\xBB\xBF[\n{\"a\":1},\n{\"a\":2}\n]\n", "[\r\n{\"a\":1},\r\n{\"a\":2}\r\n]\r\n",
        "[\n{\"a\":1} ,\n{\"a\":2}\n]\n", "[\n{\"a\":1},\n{\"a\":2}\n]", "[\n{\"a\":1},\n{\"a\":2}\n]\n\n",
        "[\n  {\"a\":1},\n  {\"a\":2}\n]\n", "[\n{\"a\":1}\t, \n\t{\"a\":2}]"}) {
    const Reading reading = reading_of(text);
    EXPECT_EQ(reading.steps, documents) << text;
    EXPECT_FALSE(reading.is_ours) << text;
  }
  EXPECT_THAT(steps_of("[\n{\"a\":1}\n,{\"a\":2}\n]\n"), ElementsAre("2 {\"a\":1}", "3 {\"a\":2}"));
  EXPECT_THAT(steps_of("\n\n[ ]"), ElementsAre());
  EXPECT_FALSE(reading_of("[\n]\n").is_ours);
  EXPECT_FALSE(reading_of("[]").is_ours);
}

TEST(StoredDocuments, AreReadAsOtherProgramsPrintThem) {
  EXPECT_THAT(steps_of("[{\"a\":1},{\"a\":[{}]},{}]"), ElementsAre("1 {\"a\":1}", "1 {\"a\":[{}]}", "1 {}"));
  EXPECT_THAT(steps_of("[{\"a\":1},\n{\"a\":2}]\n"), ElementsAre("1 {\"a\":1}", "2 {\"a\":2}")) << "mongoexport";
  EXPECT_THAT(steps_of("[\n{\"a\":1},{\"a\":2},\n{\"a\":3}\n]\n"),
              ElementsAre("2 {\"a\":1}", "2 {\"a\":2}", "3 {\"a\":3}"));
  const std::string printed =
      "[\n  {\n    \"a\": [\n      {\n        \"b\": \"}\\\"]\"\n      }\n    ]\n  },\n  {\n    \"c\": {}\n  }\n]";
  const Reading reading = reading_of(printed);
  ASSERT_EQ(reading.steps.size(), 2U) << testing::PrintToString(reading.steps);
  EXPECT_THAT(reading.steps[0], testing::StartsWith("2 {\n    \"a\""));
  EXPECT_THAT(reading.steps[1], testing::StartsWith("9 {\n    \"c\""));
  EXPECT_FALSE(reading.is_ours);
  // The same without its indentation: lines that begin with a bracket belong to a document.
  EXPECT_EQ(steps_of("[\n{\n\"a\": [\n{\n\"b\": 1\n}\n]\n},\n{\n\"a\": 2\n}\n]\n").size(), 2U);
  EXPECT_EQ(steps_of("[\n{\"_id\": {\"$oid\": \"65d3f1c09f1b2a0012ab34cd\"},\n \"a\": 1},\n{\"_id\": 2}\n]\n").size(),
            2U);
}

TEST(StoredDocuments, NameThePlaceOfAFaultAndGoOnBehindIt) {
  EXPECT_THAT(steps_of("[\n{\"a\":1},\n{\"a\":x},\n{\"a\":3}\n]\n"),
              ElementsAre("2 {\"a\":1}", testing::StartsWith("! 3:6 "), "4 {\"a\":3}"));
  EXPECT_THAT(steps_of("[\n{\"a\":{\"b\":{\"$numberInt\":\"x\"}}},\n{\"a\":3}\n]\n"),
              ElementsAre(testing::AllOf(testing::StartsWith("! 2:"), HasSubstr("a.b")), "3 {\"a\":3}"));
  // A bracket, a quote or a comma that is not there any more.
  EXPECT_THAT(steps_of("[\n{\"a\":1,\n{\"a\":2}\n]\n"), ElementsAre(testing::StartsWith("! 2:"), "3 {\"a\":2}"));
  EXPECT_THAT(steps_of("[\n{\"a\":{\"b\":1},\n{\"a\":2}\n]\n"),
              ElementsAre(testing::StartsWith("! 2:"), "3 {\"a\":2}"));
  EXPECT_THAT(steps_of("[\n{\"a\":\"x},\n{\"a\":2}\n]\n"), ElementsAre(testing::StartsWith("! 2:"), "3 {\"a\":2}"));
  EXPECT_THAT(steps_of("[\n{\"a\":1}\n{\"a\":2}\n]\n"),
              ElementsAre("2 {\"a\":1}", "! 3:1 a comma is missing between two documents", "3 {\"a\":2}"));
  EXPECT_THAT(steps_of("[\n{\"a\":1},,\n{\"a\":2}\n]\n"),
              ElementsAre("2 {\"a\":1}", testing::StartsWith("! 2:9 there are two commas in a row"), "3 {\"a\":2}"));
  EXPECT_THAT(steps_of("[\n{\"a\":1},\n]\n"),
              ElementsAre("2 {\"a\":1}", "! 3:1 there is a comma before the end of the array"));
  EXPECT_THAT(steps_of("[\n,{\"a\":1}\n]\n"),
              ElementsAre("! 2:1 there is a comma before the first document", "2 {\"a\":1}"));
  EXPECT_THAT(steps_of("[\n5,\n{\"a\":2}\n]\n"), ElementsAre(testing::StartsWith("! 2:1 "), "3 {\"a\":2}"));
  EXPECT_THAT(steps_of("[\n\"x\"\n]\n"), ElementsAre(testing::StartsWith("! 2:1 ")));
  // A line feed in the middle of a document, and one that has become something else.
  EXPECT_THAT(steps_of("[\n{\"a\":\"x\ny\"},\n{\"a\":2}\n]\n"),
              ElementsAre(testing::StartsWith("! 2:"), "4 {\"a\":2}"));
  EXPECT_THAT(steps_of("[\n{\"a\":1},X{\"a\":2},\n{\"a\":3}\n]\n"),
              ElementsAre("2 {\"a\":1}", testing::StartsWith("! 2:9 "), "3 {\"a\":3}"));
  EXPECT_THAT(steps_of("[\n{\"a\":1},\n{\"a\":2}\n]\n]\n"),
              ElementsAre("2 {\"a\":1}", "3 {\"a\":2}", "! 5:1 there is text after the end of the array"));
  EXPECT_THAT(steps_of("{\n{\"a\":1},\n{\"a\":2}\n]\n"),
              ElementsAre(testing::StartsWith("! 1:1 it is not a JSON array"), "2 {\"a\":1}", "3 {\"a\":2}"));
}

TEST(StoredDocuments, DoNotGuessWhereADocumentOfSeveralLinesIsDamaged) {
  EXPECT_THAT(steps_of("[\n  {\n    \"a\": 1\n  },\n  {\n    \"a\": x\n  },\n  {\n    \"a\": 3\n  }\n]\n"),
              ElementsAre(testing::StartsWith("2 {"), testing::StartsWith("! 6:10 ")));
}

TEST(StoredDocuments, ThatAreCutOffAnywhereAreAFaultAtTheEnd) {
  const std::string text = "[\n{\"_id\":1,\"a\":\"x\\\"\"},\n{\"_id\":2,\"b\":[{},[]]}\n]\n";
  // Without the last line feed it is whole.
  for (std::size_t size = 0; size + 2 <= text.size(); ++size) {
    const Reading reading = reading_of(text.substr(0, size));
    ASSERT_FALSE(reading.steps.empty()) << size;
    EXPECT_EQ(reading.steps.back()[0], '!') << size;
    EXPECT_EQ(
        std::count_if(reading.steps.begin(), reading.steps.end(), [](const auto& step) { return step[0] == '!'; }), 1)
        << testing::PrintToString(reading.steps);
    EXPECT_FALSE(reading.is_ours);
  }
  EXPECT_THAT(steps_of(""), ElementsAre("! 1:1 the file is empty"));
  EXPECT_THAT(steps_of("[\n{\"a\":1},\n"), ElementsAre("2 {\"a\":1}", HasSubstr("! 3:1 the text ends")));
  EXPECT_THAT(steps_of("[\n{\"a\":1},\n{\"a\":"), ElementsAre("2 {\"a\":1}", HasSubstr("! 3:6 the text ends")));
}

/// `head`, then `count` times `byte`, then `tail`, without ever being in memory.
class LongText final : public stream::Source {
 public:
  LongText(std::string head, std::uint64_t count, std::string tail)
      : head_(std::move(head)), count_(count), tail_(std::move(tail)) {}
  std::size_t read(std::span<char> room) override {
    if (const std::size_t got = give(head_, room)) return got;
    const auto middle = static_cast<std::size_t>(std::min<std::uint64_t>(count_, room.size()));
    std::fill_n(room.data(), middle, 'x');
    count_ -= middle;
    return middle > 0 ? middle : give(tail_, room);
  }

 private:
  static std::size_t give(std::string& text, std::span<char> room) {
    const std::size_t got = std::min(text.size(), room.size());
    std::copy_n(text.data(), got, room.data());
    text.erase(0, got);
    return got;
  }
  std::string head_;
  std::uint64_t count_;
  std::string tail_;
};

TEST(StoredDocuments, OfALineOfGigabytesAreAFaultInBoundedMemory) {
  LongText source("[\n{\"a\":1},\n{\"a\":\"", std::uint64_t{2} << 30U, "\"},\n{\"a\":3}\n]\n");
  StoredDocuments documents(source, {});
  EXPECT_EQ(documents.next(), Step::document);
  ASSERT_EQ(documents.next(), Step::fault);
  EXPECT_EQ(documents.fault().line, 3U);
  EXPECT_THAT(documents.fault().cause, HasSubstr("256 MiB"));
  ASSERT_EQ(documents.next(), Step::document);
  EXPECT_EQ(documents.line(), 4U);
  EXPECT_EQ(documents.next(), Step::end);
}

TEST(StoredDocuments, ThatAreLargeAreToldOfBeforeEachIsRead) {
  for (const std::uint64_t size : {std::uint64_t{5} << 20U, std::uint64_t{17} << 20U}) {
    LongText source("[\n{\"a\":1},\n{\"a\":\"", size, "\"},\n{\"a\":2},\n{\"a\":3}\n]\n");
    StoredDocuments documents(source, {});
    std::vector<int> told;
    int given = 0;
    documents.before_large([&] { told.push_back(given); });
    for (auto step = documents.next(); step != Step::end; step = documents.next()) ++given;
    EXPECT_THAT(told, ElementsAre(1)) << size << ": once, behind the first document";
    EXPECT_EQ(given, 4) << size << ": or a fault in the place of one";
  }
}

TEST(StoredDocuments, OfMoreThanSixteenMebibytesAreAFault) {
  LongText source("[\n{\"a\":\"", std::uint64_t{17} << 20U, "\"},\n{\"a\":3}\n]\n");
  StoredDocuments documents(source, {});
  ASSERT_EQ(documents.next(), Step::fault);
  EXPECT_EQ(documents.fault().line, 2U);
  EXPECT_EQ(documents.next(), Step::document);
  EXPECT_EQ(documents.next(), Step::end);
}

TEST(StoredDocuments, NestedTooDeeplyAreAFault) {
  const std::string deep = "{\"a\":" + std::string(5000, '[') + std::string(5000, ']') + "}";
  EXPECT_THAT(steps_of("[\n" + deep + ",\n{\"a\":2}\n]\n"), ElementsAre(testing::StartsWith("! 2:"), "3 {\"a\":2}"));
}

TEST(StoredDocuments, AreReadByTheRulesThatAreGiven) {
  const std::string text = "[\n{\"a\":{\"$numberInt\":\"x\"}}\n]\n";
  EXPECT_THAT(reading_of(text).steps, ElementsAre(testing::StartsWith("! 2:")));
  extjson::TextRules literal;
  literal.wrappers = extjson::TextRules::Wrappers::literal;
  EXPECT_THAT(reading_of(text, literal).steps, ElementsAre("2 {\"a\":{\"$numberInt\":\"x\"}}"));
}

}  // namespace
}  // namespace mongokeep::documents
