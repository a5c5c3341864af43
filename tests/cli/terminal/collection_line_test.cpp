#include "cli/terminal/collection_line.h"

#include <gtest/gtest.h>

#include "cli/terminal/text_width.h"

namespace mongokeep::cli {
namespace {

using namespace std::chrono_literals;
using Outcome = ProgressObserver::Outcome;

CollectionProgress finished_collection(std::string name) {
  CollectionProgress progress;
  progress.name = std::move(name);
  progress.documents = 104000;
  progress.stored_bytes = 12'900'000;
  progress.elapsed = 2400ms;
  return progress;
}

std::string line_at(std::size_t columns, const CollectionProgress& progress, Outcome outcome = Outcome::copied,
                    std::size_t longest_name = 20) {
  return collection_line(progress, outcome, RunProgress(), line_layout(longest_name, columns), Colours::off);
}

TEST(CollectionLine, TellsWhatAPersonWants) {
  EXPECT_EQ(line_at(80, finished_collection("shop.orders")),
            "shop.orders               104,000 documents  12.3 MiB         2.4 s\n");
}

TEST(CollectionLine, KeepsOneDocumentInItsColumn) {
  CollectionProgress one = finished_collection("shop.settings");
  one.documents = 1;
  EXPECT_EQ(line_at(80, one), "shop.settings                   1 document   12.3 MiB         2.4 s\n");
}

TEST(CollectionLine, LosesTheWordThenTheTimeThenTheSizeOnANarrowTerminal) {
  const CollectionProgress orders = finished_collection("shop.orders");
  EXPECT_EQ(line_at(60, orders), "shop.orders               104,000  12.3 MiB         2.4 s\n");
  EXPECT_EQ(line_at(40, orders), "shop.orders           104,000  12.3 MiB\n");
  EXPECT_EQ(line_at(34, orders), "shop.orders               104,000\n");
}

TEST(CollectionLine, IsNoWiderOnAWideTerminalThanTheNamesAre) {
  EXPECT_EQ(line_at(200, finished_collection("shop.orders")), line_at(80, finished_collection("shop.orders")));
}

TEST(CollectionLine, KeepsItsColumnsWhateverTheNamesAre) {
  for (const std::size_t columns : {10U, 25U, 40U, 60U, 80U, 200U}) {
    const std::size_t width = display_width(line_at(columns, finished_collection("a"), Outcome::copied, 60));
    for (const char* name : {"shop.日本語のコレクション名がとても長いので切られる", "shop.🍕🍕🍕", "x\x1b[2J\ny",
                             "e\u0301", "shop.a_very_long_name_of_a_collection_that_nobody_would_type_twice"}) {
      const std::string line = line_at(columns, finished_collection(name), Outcome::copied, 60);
      EXPECT_EQ(display_width(line), width) << name << " at " << columns;
      EXPECT_EQ(line.find('\x1b'), std::string::npos);
    }
    if (columns < 25) continue;
    EXPECT_LT(width, columns + 2) << "with the line feed";
  }
}

TEST(CollectionLine, CutsNamesInTheMiddle) {
  CollectionProgress long_name = finished_collection("shop.orders_of_the_year_2024");
  EXPECT_EQ(line_at(40, long_name, Outcome::copied, 28), "shop.ord…ar_2024      104,000  12.3 MiB\n");
}

TEST(CollectionLine, TellsWhyACollectionFailed) {
  CollectionProgress failed = finished_collection("shop.secrets");
  failed.error = "not authorized\non shop";
  EXPECT_EQ(line_at(80, failed, Outcome::failed), "shop.secrets          failed: not authorized\\x0aon shop\n");
  EXPECT_EQ(collection_line(failed, Outcome::failed, RunProgress(), line_layout(12, 80), Colours::on),
            "\x1b[1;31mshop.secrets  failed: not authorized\\x0aon shop\x1b[0m\n");
}

TEST(CollectionLine, TellsWhatIsMissingBehindTheNumbers) {
  CollectionProgress partial = finished_collection("shop.orders");
  partial.error = "2 duplicates";
  EXPECT_EQ(line_at(80, partial, Outcome::partial),
            "shop.orders               104,000 documents  12.3 MiB         2.4 s  partial: 2 duplicates\n");
}

TEST(CollectionLine, CountsNoDocumentsWhereNoneAreRead) {
  RunProgress quick;
  quick.reads_documents = false;
  EXPECT_EQ(
      collection_line(finished_collection("shop.orders"), Outcome::copied, quick, line_layout(11, 80), Colours::off),
      "shop.orders  12.3 MiB         2.4 s\n");
}

}  // namespace
}  // namespace mongokeep::cli
