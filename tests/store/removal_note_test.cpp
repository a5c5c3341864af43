#include "store/removal_note.h"

#include <gmock/gmock.h>

#include "mongokeep/error.h"
#include "store/shipment_mark.h"
#include "support/process_limits.h"
#include "support/repeated.h"

namespace mongokeep::store {
namespace {

using testing::ElementsAre;

const std::string backup = "20th_Feb_2024";

std::string note_with(const std::string& files) {
  return R"({"formatVersion": 1, "backup": "20th_Feb_2024", "root": "0f", "files": )" + files + "}";
}

TEST(RemovalNote, IsReadAsItWasWritten) {
  const RemovalNote note{.backup = backup, .files = {"shop/users.json", "it's \"é\u2028\".json"}};
  EXPECT_THAT(RemovalNote::parse(note.text(), backup).files, ElementsAre(note.files[0], note.files[1]));
  const ShipmentMark mark{.root = "0f", .files = note};
  EXPECT_EQ(ShipmentMark::parse(mark.text(), backup).root, "0f");
  EXPECT_EQ(ShipmentMark::parse(mark.text(), backup).files.files, note.files);
}

TEST(RemovalNote, OfAnEnemyIsRefusedInBoundedMemory) {
  const auto filled = [](const std::string& element) {
    return note_with("[" + test::repeated(RemovalNote::longest / element.size() - 100, element) + "\"last\"]");
  };
  const std::string nested = test::repeated(RemovalNote::longest / 2, "[");
  for (const std::string& text :
       {filled("{},"), filled("[],"), filled("0,"), filled("\"\","), filled("\"a\","), note_with(nested),
        note_with("[]").replace(1, 0, "\"more\": " + nested + ", "), note_with("5"), note_with("\"x\""),
        note_with("{}"), std::string("[]"), std::string(), note_with(R"(["../x"])"), note_with(R"(["/etc/x"])"),
        note_with(R"(["a\nb"])"), note_with(R"(["manifest.json"])"), note_with("[]").replace(18, 1, "7")}) {
    EXPECT_TRUE(test::fits_into(64 * test::mebibyte, [&] {
      try {
        ShipmentMark::parse(text, backup);
      } catch (const Error& error) {
        return error.kind() == ErrorKind::invalid_data;
      }
      return false;
    })) << text.substr(0, 100);
  }
}

}  // namespace
}  // namespace mongokeep::store
