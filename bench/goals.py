"""The goals: what is compared, and how it has to come out. Each section measures those that begin with its name."""

from typing import NamedTuple


class Goal(NamedTuple):
    id: str
    sentence: str
    direction: str  # at most, at least, below
    bound: float
    unit: str = ""

    def holds(self, value):
        return {"at most": value <= self.bound, "at least": value >= self.bound, "below": value < self.bound}[self.direction]


GOALS = (
    Goal("text.write", "writing text: speed / libbson's, geometric mean over the kinds", "at least", 20),
    Goal("text.read", "reading text: speed / libbson's, geometric mean over the kinds", "at least", 10),
    Goal("backup.wall", "backup: wall / bare libmongoc cursor's", "at most", 1.05),
    Goal("backup.cpu", "backup: client CPU / mongodump's", "at most", 1.0),
    Goal("backup.zstd_wall", "backup with zstd: wall / plain mongodump's", "below", 1.0),
    Goal("backup.zstd_size", "backup with zstd: size / mongodump --gzip's", "below", 1.0),
    Goal("backup.zstd_cpu", "backup with zstd: client CPU / mongodump --gzip's", "at most", 0.2),
    Goal("backup.age_wall", "backup with zstd and age: wall / with zstd", "at most", 1.1),
    Goal("backup.age_cpu", "backup with zstd and age: client CPU / with zstd", "at most", 1.1),
    Goal("latency.wall", "backup of one collection from 20 ms away: wall / bare cursor's", "below", 1.0),
    Goal("collections.wall", "2,000 small collections: wall / the bare calls'", "at most", 1.3),
    Goal("memory.small", "peak memory, documents of 100 bytes", "below", 64, "MiB"),
    Goal("memory.one", "peak memory, orders in one collection", "below", 64, "MiB"),
    Goal("memory.many", "peak memory, orders in 200 collections", "below", 64, "MiB"),
    Goal("memory.large", "peak memory, documents of 15 MB", "at most", 64, "MiB"),
    Goal("restore.wall", "restore: wall / mongorestore's", "at most", 1.0),
    Goal("restore.cpu", "restore: client CPU / mongorestore's", "at most", 2.0),
    Goal("verify.speed", "verify: text a second of CPU", "at least", 1.0, "GB/s"),
    Goal("growth.wall", "growth from 100,000 documents on: wall a document, dearest size / cheapest", "at most", 1.2),
    Goal("growth.memory", "growth from 100,000 documents on: peak memory, most / fewest", "at most", 1.2),
    Goal("stores.night", "backup and push of 1 GB at 50 MB/s: wall / the longer of the two", "at most", 1.1),
    Goal("stores.many_read", "push of 1,000 small files, each read back: wall / rclone copy's", "at most", 1.5),
    Goal("stores.many_hash", "push of 1,000 small files, hashes compared: wall / rclone copy's", "at most", 1.5),
    Goal("stores.frame", "fetched to print a document of a store", "below", 8, "MiB"),
    Goal("stores.memory", "peak memory of mongokeep's own with stores", "below", 64, "MiB"),
)


def goals_of(sections):
    return [goal for goal in GOALS if goal.id.partition(".")[0] in sections]
