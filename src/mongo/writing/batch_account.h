#pragma once

#include <span>
#include <string>

#include "base/patience.h"
#include "mongo/writing/batch_write.h"
#include "mongo/writing/write_command.h"
#include "mongo/writing/write_reply.h"

namespace mongokeep::mongo {

/// Whether the server may have taken the documents already, by an earlier command that the network broke.
enum class Trial { first, repeated };

/// Finds out what became of each document of a batch. All borrowed.
class BatchAccount {
 public:
  BatchAccount(const WriteContext& context, const DocumentBatch& batch, Patience& patience)
      : context_(context), batch_(batch), patience_(patience) {}

  /// Enters the answer to the command with these documents. Where the answer alone does not tell, the collection is
  /// looked at. Throws Error as write_batch() does.
  void add(Indexes indexes, const WriteReply& reply, Trial trial);

  void refuse(std::size_t index, Refusal::Why why, std::string reason);
  void count_present(std::size_t documents) { result_.present += documents; }
  void deny(const WriteConcernError& error) { result_.confirmation.deny(error); }

  /// The whole of it, refusals in order.
  BatchResult take();

 private:
  bool settle(std::size_t index, const WriteError& error, Trial trial);
  void settle_by_looking(Indexes indexes, std::span<const WriteError* const> errors, Trial trial);

  const WriteContext& context_;
  const DocumentBatch& batch_;
  Patience& patience_;
  BatchResult result_;
};

}  // namespace mongokeep::mongo
