// Whatever BSON a document is, its canonical text leads back to the same bytes, and any text of it to a document of the
// same text.
//
// MKTEST_CASES is the number of cases per property, RapidCheck's own 100 without; each has several documents.

#include <gtest/gtest.h>
#include <rapidcheck/gtest.h>

#include <cstdlib>
#include <string>

#include "extjson/random_document.h"
#include "extjson/text_reading.h"

namespace mongokeep::extjson {
namespace {

/// Tells RapidCheck how many cases are wanted, before its first property asks.
class Cases : public testing::Environment {
 public:
  void SetUp() override {
    const char* const cases = std::getenv("MKTEST_CASES");
    if (cases == nullptr) return;
    setenv("RC_PARAMS", (std::string("max_success=") + cases).c_str(), 0);
  }
};

const auto* const registered = testing::AddGlobalTestEnvironment(new Cases);

constexpr int documents_per_case = 10;

/// Fails the property where the text of the document in this format is not read as these bytes.
void read_back(const Bytes& document, JsonFormat format, TextRules rules = {}) {
  const std::string text = json_of(format, document);
  const TextReading reading = read_text(text, rules);
  if (reading.bytes != document) RC_FAIL(fault_text(reading) + " in " + text);
}

/// Fails the property where the text of the document is not read as a document of the same text.
void read_as_same_text(const Bytes& document, JsonFormat format, TextRules rules = {}) {
  const std::string text = json_of(format, document);
  const TextReading reading = read_text(text, rules);
  if (reading.fault) RC_FAIL(fault_text(reading) + " in " + text);
  const std::string again = json_of(format, reading.bytes);
  if (again != text) RC_FAIL(text + " became " + again);
}

RC_GTEST_PROP(RoundTrip, OfCanonicalTextKeepsEveryByte, ()) {
  for (int left = documents_per_case; left > 0; --left)
    read_back(random_document(RandomKind::any), JsonFormat::canonical);
}

RC_GTEST_PROP(RoundTrip, OfCanonicalTextOutsideTheEnvelopeKeepsEveryByte, ()) {
  for (int left = documents_per_case; left > 0; --left) {
    const Bytes document = random_document(RandomKind::in_usual_forms);
    const std::string text = json_of(JsonFormat::canonical, document);
    if (text.find("\"$bson\"") != std::string::npos) RC_FAIL("in an envelope: " + testing::PrintToString(document));
    read_back(document, JsonFormat::canonical);
  }
}

RC_GTEST_PROP(RoundTrip, OfRelaxedTextKeepsTheText, ()) {
  for (int left = documents_per_case; left > 0; --left) {
    read_as_same_text(random_document(RandomKind::in_usual_forms), JsonFormat::relaxed);
  }
}

RC_GTEST_PROP(RoundTrip, OfPlainTextKeepsTheText, ()) {
  for (int left = documents_per_case; left > 0; --left) {
    read_as_same_text(random_document(RandomKind::with_plain_numbers), JsonFormat::plain,
                      {TextRules::Wrappers::literal});
  }
}

RC_GTEST_PROP(RoundTrip, OfRelaxedTextOfAnyDocumentIsNeverRefused, ()) {
  for (int left = documents_per_case; left > 0; --left) {
    const std::string text = json_of(JsonFormat::relaxed, random_document(RandomKind::any));
    const TextReading reading = read_text(text);
    if (reading.fault) RC_FAIL(fault_text(reading) + " in " + text);
  }
}

/// Text cut short or with one byte changed: a document or a fault within the text, whatever it is.
RC_GTEST_PROP(DamagedText, IsReadOrRefusedWithinItsBounds, ()) {
  const std::string whole = json_of(JsonFormat::canonical, random_document(RandomKind::any));
  for (int left = documents_per_case; left > 0; --left) {
    std::string text = whole;
    const auto at = *rc::gen::inRange<std::size_t>(0, text.size());
    if (*rc::gen::arbitrary<bool>()) {
      text.resize(at);
    } else {
      text[at] = *rc::gen::arbitrary<char>();
    }
    const TextReading reading = read_text(text);
    if (reading.fault) {
      RC_ASSERT(reading.fault->offset <= text.size());
      RC_ASSERT(!reading.fault->cause.empty());
      RC_ASSERT(reading.bytes.empty());
    } else {
      json_of(JsonFormat::canonical, reading.bytes);
    }
  }
}

}  // namespace
}  // namespace mongokeep::extjson
