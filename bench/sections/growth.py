"""What becomes of wall time, CPU time and memory as a collection grows."""

import documents
from findings import Findings, Lines, Table
from measure import Figure, in_turns, medians
from workbench import say

DATABASE = "bench_growth"
SIZES = (10_000, 30_000, 100_000, 300_000, 1_000_000)
LONG = (5_000_000,)
# Below, what a run costs whatever it copies is most of its time, and its buffers are not yet full.
FROM = 100_000


def straight_line(points):
    """Least squares: where it begins, and its slope."""
    count = len(points)
    mean_x, mean_y = (sum(column) / count for column in zip(*points))
    slope = sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)
    return mean_y - slope * mean_x, slope


def compared(measured, one, other, value):
    """How many times as much one size has of something as another."""
    rounds = [value(one, sample) / value(other, base) for sample, base in zip(measured[one], measured[other])]
    return Figure.over(value(one, medians(measured[one])) / value(other, medians(measured[other])), rounds)


def figures(bench, measured):
    def wall_each(size, sample):
        return sample.wall / size
    large = [size for size in measured if size >= bench.count(FROM)]
    by_cost = sorted(large, key=lambda size: wall_each(size, medians(measured[size])))
    return {"growth.wall": compared(measured, by_cost[-1], by_cost[0], wall_each),
            "growth.memory": compared(measured, large[-1], large[0], lambda size, sample: sample.peak)}


def panel(measured, column, title):
    points = [(size, getattr(medians(samples), column)) for size, samples in measured.items()]
    begin, slope = straight_line(points)
    return Lines(title, points, [(x, begin + slope * x) for x in (0, points[-1][0])])


def table(measured, cursors):
    """With the bare cursor's wall beside it: what bends in both is the server's."""
    begin, slope = straight_line([(size, medians(samples).wall) for size, samples in measured.items()])
    rows = []
    for size, samples in measured.items():
        one = medians(samples)
        rows.append([f"{size:,}", f"{one.wall:.2f}", f"{begin + slope * size:.2f}", f"{1e6 * one.wall / size:.2f}",
                     f"{1e6 * medians(cursors[size]).wall / size:.2f}", f"{one.cpu:.2f}", f"{1e6 * one.cpu / size:.2f}", f"{one.peak:.1f}"])
    return Table(f"Growth; the straight line is {begin:.3f} s + {1e6 * slope:.2f} µs a document",
                 ["orders", "wall s", "on the line", "wall µs each", "bare cursor's", "CPU s", "CPU µs each", "peak MiB"], rows)


def measure(bench):
    made = documents.orders()
    sizes = [bench.count(size) for size in SIZES + (LONG if bench.long else ())]
    say(f"Filling collections of up to {sizes[-1]:,} orders")
    for size in sizes:
        documents.fill(bench.client[DATABASE][f"of{size}"], made, size)
    bench.warm([f"{DATABASE}.of{size}" for size in sizes])
    programs = {}
    for size in sizes:
        programs[f"{size:,} orders"] = bench.backup(DATABASE, "--collection", f"of{size}")
        programs[f"{size:,} orders, bare cursor"] = bench.cursor([f"{DATABASE}.of{size}"])
    samples = in_turns(programs, bench.rounds)
    bench.client.drop_database(DATABASE)
    measured = {size: samples[f"{size:,} orders"] for size in sizes}
    cursors = {size: samples[f"{size:,} orders, bare cursor"] for size in sizes}
    return Findings(figures(bench, measured), [table(measured, cursors)],
                    [panel(measured, "wall", "Growth: wall seconds by documents"),
                     panel(measured, "cpu", "Growth: CPU seconds by documents"),
                     panel(measured, "peak", "Growth: peak memory in MiB by documents")])
