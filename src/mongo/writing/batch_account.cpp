#include "mongo/writing/batch_account.h"

#include <algorithm>
#include <utility>
#include <vector>

#include "mongo/driver_error.h"
#include "mongo/patiently.h"
#include "mongo/writing/presence.h"

namespace mongokeep::mongo {

namespace {

Refusal::Why why_of(const WriteError& error) {
  if (error.duplicate != WriteError::Duplicate::none) return Refusal::Why::duplicate_key;
  if (error.code == code::document_validation_failure) return Refusal::Why::validation;
  return Refusal::Why::other;
}

}  // namespace

void BatchAccount::add(Indexes indexes, const WriteReply& reply, Trial trial) {
  const bool is_upsert = context_.mode == WriteMode::upsert;
  result_.inserted += is_upsert ? reply.upserted : reply.written;
  result_.replaced += is_upsert ? reply.written - reply.upserted : 0;
  std::vector<const WriteError*> unsettled;
  for (const WriteError& error : reply.errors) {
    if (!settle(indexes[error.position], error, trial)) unsettled.push_back(&error);
  }
  if (!unsettled.empty()) settle_by_looking(indexes, unsettled, trial);
}

void BatchAccount::refuse(std::size_t index, Refusal::Why why, std::string reason) {
  result_.refusals.push_back({index, why, std::move(reason)});
}

BatchResult BatchAccount::take() {
  std::sort(result_.refusals.begin(), result_.refusals.end(),
            [](const Refusal& left, const Refusal& right) { return left.index < right.index; });
  return std::exchange(result_, {});
}

/// Enters one document that was not taken; false where what the collection holds has to be looked at first.
bool BatchAccount::settle(std::size_t index, const WriteError& error, Trial trial) {
  using Duplicate = WriteError::Duplicate;
  const bool is_duplicate = error.duplicate != Duplicate::none && context_.mode != WriteMode::upsert;
  if (is_duplicate && trial == Trial::repeated) return false;
  if (is_duplicate && context_.mode == WriteMode::missing_only) {
    if (error.duplicate != Duplicate::on_id) return false;
    count_present(1);
    return true;
  }
  refuse(index, why_of(error), error.reason);
  return true;
}

void BatchAccount::settle_by_looking(Indexes indexes, std::span<const WriteError* const> errors, Trial trial) {
  std::vector<std::size_t> sought;
  for (const WriteError* error : errors) sought.push_back(indexes[error->position]);
  const std::vector<Presence> found = patiently(patience_, [&] { return look_up(context_, batch_, sought); });
  for (std::size_t position = 0; position < sought.size(); ++position) {
    const WriteError& error = *errors[position];
    const bool has_its_id = found[position] != Presence::absent || error.duplicate == WriteError::Duplicate::on_id;
    if (trial == Trial::repeated && found[position] == Presence::same) {
      ++result_.inserted;
    } else if (context_.mode == WriteMode::missing_only && has_its_id) {
      count_present(1);
    } else {
      refuse(sought[position], why_of(error), error.reason);
    }
  }
}

}  // namespace mongokeep::mongo
