"""BSON to text and back, on one core, beside libbson: the ratios of CPU time by kind of document.

Its rounds are short, and a neighbour on the same host can slow memory down for a minute: one is taken before every other
section, so that they lie apart.
"""

import collections
import json
import math
import statistics
import subprocess

from findings import Bars, Findings, Table
from measure import Failed, Figure

PARTS = ("libbson_text", "mongokeep_text", "libbson_bytes", "mongokeep_bytes")
KINDS = {
    "orders": "200,000 shop orders", "flat": "flat, every scalar type", "nested": "20 levels deep", "ascii": "long strings, ASCII",
    "unicode": "long strings, CJK and emoji", "numbers": "numbers only", "blobs": "binary data", "tweets": "like tweets",
}


def one_round(bench, kind):
    """CPU seconds and GB/s of BSON by part."""
    seconds = 0.5 * bench.scale
    done = subprocess.run([bench.program("text_bench"), f"--benchmark_filter=/{kind}$", "--benchmark_format=json",
                           f"--benchmark_min_time={seconds}"], capture_output=True, text=True)
    if done.returncode != 0:
        raise Failed(f"text_bench: {done.stderr}")
    found = {}
    for run in json.loads(done.stdout)["benchmarks"]:
        if run.get("error_occurred"):
            raise Failed(f"{run['name']}: {run['error_message']}")
        found[run["name"].partition("/")[0]] = run["cpu_time"], run["bytes_per_second"] / 1e9
    return found


def figure_of(rounds, base, name):
    """The geometric mean over the kinds of the ratios of medians; its spread is that of the rounds' own means."""
    def mean(pick):
        return statistics.geometric_mean(pick(base, kind) / pick(name, kind) for kind in KINDS)
    single = [mean(lambda part, kind: rounds[kind][turn][part][0]) for turn in range(len(rounds["orders"]))]
    return Figure.over(mean(lambda part, kind: median_of(rounds[kind], part, 0)), single)


def median_of(rounds, part, column):
    return statistics.median(found[part][column] for found in rounds)


def row(kind, rounds):
    speeds = [median_of(rounds, part, 1) for part in PARTS]
    return [KINDS[kind], *(f"{speed:.3f}" for speed in speeds[:2]), f"{speeds[1] / speeds[0]:.1f}",
            *(f"{speed:.3f}" for speed in speeds[2:]), f"{speeds[3] / speeds[2]:.1f}"]


def panel(title, rounds, base, name):
    ratios = {kind: median_of(rounds[kind], base, 0) / median_of(rounds[kind], name, 0) for kind in KINDS}
    return Bars(title, [(KINDS[kind], ratio, True) for kind, ratio in ratios.items()])


def take_round(bench):
    for kind in KINDS:
        bench.text_rounds[kind].append(one_round(bench, kind))


def measure(bench):
    while len(bench.text_rounds["orders"]) < math.ceil(bench.rounds / 2):
        take_round(bench)
    rounds, bench.text_rounds = bench.text_rounds, collections.defaultdict(list)
    table = Table("Text, GB of BSON a second on one core",
                  ["documents", "libbson writes", "mongokeep writes", "ratio", "libbson reads", "mongokeep reads", "ratio"],
                  [row(kind, rounds[kind]) for kind in KINDS])
    return Findings({"text.write": figure_of(rounds, "libbson_text", "mongokeep_text"),
                     "text.read": figure_of(rounds, "libbson_bytes", "mongokeep_bytes")}, [table],
                    [panel("Writing text: times as fast as libbson", rounds, "libbson_text", "mongokeep_text"),
                     panel("Reading text: times as fast as libbson", rounds, "libbson_bytes", "mongokeep_bytes")])
