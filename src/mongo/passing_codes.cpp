#include "mongo/passing_codes.h"

#include <algorithm>
#include <array>

namespace mongokeep::mongo {

bool passes(int code) {
  constexpr std::array codes = {
      6,      // HostUnreachable
      7,      // HostNotFound
      24,     // LockTimeout
      46,     // LockBusy
      63,     // StaleShardVersion
      89,     // NetworkTimeout
      91,     // ShutdownInProgress
      112,    // WriteConflict
      133,    // FailedToSatisfyReadPreference
      134,    // ReadConcernMajorityNotAvailableYet
      150,    // StaleEpoch
      189,    // PrimarySteppedDown
      202,    // NetworkInterfaceExceededTimeLimit
      215,    // DatabaseDropPending
      216,    // ElectionInProgress
      234,    // RetryChangeStream
      239,    // SnapshotTooOld
      246,    // SnapshotUnavailable
      249,    // StaleDbVersion
      250,    // StaleChunkHistory
      262,    // ExceededTimeLimit
      272,    // MigrationConflict
      317,    // ConnectionPoolExpired
      355,    // InterruptedDueToStorageChange
      358,    // InternalTransactionNotSupported
      365,    // TemporarilyUnavailable
      384,    // ConnectionError
      402,    // ResourceExhausted
      406,    // MigrationBlockingOperationCoordinatorCleaningUp
      407,    // PooledConnectionAcquisitionExceededTimeLimit
      412,    // UpdatesStillPending
      433,    // AdmissionQueueOverflow
      449,    // RateLimitExceeded
      9001,   // SocketException
      10058,  // LegacyNotPrimary
      10107,  // NotWritablePrimary
      11600,  // InterruptedAtShutdown
      11602,  // InterruptedDueToReplStateChange
      13388,  // StaleConfig
      13435,  // NotPrimaryNoSecondaryOk
      13436,  // NotPrimaryOrSecondary
  };
  static_assert(std::is_sorted(codes.begin(), codes.end()));
  return std::binary_search(codes.begin(), codes.end(), code);
}

bool ends_cursor(int code) {
  constexpr std::array codes = {
      43,   // CursorNotFound
      136,  // CappedPositionLost
      175,  // QueryPlanKilled
      237,  // CursorKilled
      314,  // ObjectIsBusy
  };
  return std::find(codes.begin(), codes.end(), code) != codes.end();
}

}  // namespace mongokeep::mongo
