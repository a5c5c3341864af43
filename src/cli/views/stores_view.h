#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "base/json/json.h"
#include "mongokeep/store_service.h"

namespace mongokeep::cli {

std::string stores_table(const std::vector<StoreState>& states, std::chrono::system_clock::time_point now);

Json stores_json(const std::vector<StoreState>& states);

}  // namespace mongokeep::cli
