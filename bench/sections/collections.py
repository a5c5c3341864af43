"""Very many small collections: what a backup costs beyond the calls that it cannot do without."""

import documents
from findings import Findings, table_of
from measure import in_turns, ratio
from workbench import say

DATABASE, EACH = "bench_many", 10


def measure(bench):
    count = bench.count(2000)
    say(f"Making {count:,} collections")
    database = bench.client[DATABASE]
    names = [f"small{number:04}" for number in range(count)]
    for name in names:
        documents.fill(database[name], documents.small(), EACH)
    namespaces = [f"{DATABASE}.{name}" for name in names]
    bench.warm(namespaces)
    programs = {
        "bare calls": bench.cursor(namespaces, "--catalogue"),
        "mongokeep": bench.backup(DATABASE),
        "mongodump": bench.dump(DATABASE),
    }
    measured = in_turns({name: program for name, program in programs.items() if program}, bench.rounds)
    bench.client.drop_database(DATABASE)
    return Findings({"collections.wall": ratio(measured, "mongokeep", "bare calls", "wall")},
                    [table_of(f"Backup of {count:,} collections of {EACH} documents", measured)])
