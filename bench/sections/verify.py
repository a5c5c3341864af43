"""How fast a backup is checked: bytes of its text for each second of CPU time."""

from findings import Findings, Table
from measure import Figure, Program, in_turns, medians, remove, sample

ONLY = ("--collection", "orders")
TIMES = 3  # as many rounds: it is over in a tenth of a second, of which any disturbance is a large part


def verification(bench, name, words, opening=()):
    """Verifies a backup made with `words`, which stays until all is measured. Gives the size of its files in MB, too."""
    backup = bench.backup("shop", *ONLY, *words)
    kept = bench.folder / name
    remove(kept)
    size = sample(backup).size
    backup.output.rename(kept)
    return Program(bench.keep("verify", "latest", "--root", kept, *opening)), size


def measure(bench):
    documents = bench.shop()
    zstd = ("--compression", "zstd")
    recipients, opening = bench.recipients()
    made = {"plain": verification(bench, "plain", ()), "zstd": verification(bench, "zstd", zstd),
            "zstd, age": verification(bench, "age", (*zstd, *recipients), opening)}
    measured = in_turns({name: program for name, (program, _) in made.items()}, TIMES * bench.rounds)
    text = made["plain"][1] / 1000  # GB, of which the manifest is next to nothing
    rows = []
    for name, samples in measured.items():
        one = medians(samples)
        rows.append([name, f"{one.wall:.2f}", f"{one.cpu:.2f}", f"{one.peak:.0f}", f"{text / one.cpu:.2f}", f"{text / one.wall:.2f}"])
    speeds = [text / one.cpu for one in measured["plain"]]
    return Findings({"verify.speed": Figure.over(text / medians(measured["plain"]).cpu, speeds)},
                    [Table(f"Verifying {documents:,} orders, {1000 * text:.0f} MB of text",
                           ["backup", "wall s", "CPU s", "peak MiB", "GB/s of CPU time", "GB/s of wall time"], rows)])
