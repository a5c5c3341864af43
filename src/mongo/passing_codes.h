#pragma once

namespace mongokeep::mongo {

// Which of the server's error codes pass: one table for reads, writes, and the answers within a write. It holds those
// of the drivers' Retryable Reads and Retryable Writes specifications, and what else the server calls retriable
// (MongoDB's error_codes.yml).

/// Whether what was asked may well succeed when it is asked again: the server was not ready, had too much to do, or
/// something else stood in the way for a moment.
bool passes(int code);

/// Whether a cursor is gone (by a restart, by an administrator, or since its collection was dropped), so that a new one
/// has to be opened. Whoever does has to find out whether the collection is still there.
bool ends_cursor(int code);

}  // namespace mongokeep::mongo
