#include "cli/views/push_view.h"

#include <gtest/gtest.h>

#include "mongokeep/error.h"

namespace mongokeep::cli {
namespace {

TEST(PushView, ShowsWhatAStoreSaysWithoutSteeringTheTerminal) {
  const Error evil(ErrorKind::storage, "ship", "offsite", "\x1b[2J\x07gone\u202e");
  PushReport report;
  report.stores.resize(2);
  report.stores[0].store = report.stores[1].store = "offsite";
  report.stores[0].error = evil;
  Shipment& shipment = report.stores[1].shipments.emplace_back();
  shipment.store = "offsite";
  shipment.backup = "20th_Feb_2024";
  shipment.error = evil;
  EXPECT_EQ(push_text(report),
            "offsite: cannot be used: \\x1b[2J\\x07gone\\xe2\\x80\\xae\n"
            "offsite:20th_Feb_2024  did not arrive: \\x1b[2J\\x07gone\\xe2\\x80\\xae\n"
            "offsite: 0 shipped, 0 there already, 1 failed\n");
}

}  // namespace
}  // namespace mongokeep::cli
