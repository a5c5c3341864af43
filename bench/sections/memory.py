"""Peak memory of backups, whatever is backed up and however it is packed."""

from dataclasses import dataclass
from typing import Callable

import documents
from findings import Findings, Table
from measure import Figure, in_turns, median
from workbench import say

DATABASE = "bench_memory"


@dataclass
class Data:
    goal: str
    name: str
    make: Callable
    megabytes: float
    collections: int = 1


def all_data(bench):
    sizes = (1000, 10_000) if bench.long else (250,)
    for megabytes in sizes:
        yield Data("memory.one", "orders, one collection", documents.orders, megabytes)
        yield Data("memory.many", "orders, 200 collections", documents.orders, megabytes, 200)
    yield Data("memory.small", "100 bytes each, one collection", documents.small, sizes[0] if bench.long else 100)
    yield Data("memory.large", "15 MB each, strings", documents.large_strings, sizes[0])
    yield Data("memory.large", "15 MB each, arrays", documents.large_arrays, sizes[0])


def fill(bench, data):
    made = data.make()
    count = round(bench.scale * data.megabytes * 1e6 / documents.mean_size(made) / data.collections)
    for number in range(data.collections):
        documents.fill(bench.client[DATABASE][f"part{number:03}"], made, max(2, count))


def programs(bench):
    zstd = ("--compression", "zstd")
    recipients, _ = bench.recipients()
    return {"plain": bench.backup(DATABASE), "zstd": bench.backup(DATABASE, *zstd),
            "zstd, age": bench.backup(DATABASE, *zstd, *recipients)}


def worse(known, figure):
    return figure if known is None or figure.value > known.value else known


def measure(bench):
    findings, rows = Findings(), []
    for data in all_data(bench):
        megabytes = data.megabytes * bench.scale
        say(f"Filling: {data.name}, {megabytes:,.0f} MB")
        fill(bench, data)
        measured = in_turns(programs(bench), bench.rounds)
        bench.client.drop_database(DATABASE)
        for samples in measured.values():
            figure = Figure.over(median(samples, "peak"), [sample.peak for sample in samples])
            findings.figures[data.goal] = worse(findings.figures.get(data.goal), figure)
        rows.append([data.name, f"{megabytes:,.0f}", *(f"{median(samples, 'peak'):.1f}" for samples in measured.values())])
    findings.tables.append(Table("Peak memory of a backup, MiB", ["documents", "MB of BSON", *measured], rows))
    return findings
