"""One large collection from far away: 20 ms there and back, 100 MB a second for each connection."""

import contextlib
import subprocess

from findings import Findings, table_of
from measure import in_turns, ratio

DELAY, SPEED = 10, 100  # ms each way, MB/s


@contextlib.contextmanager
def slow_proxy(bench):
    """Gives the address that stands for the server."""
    command = [bench.program("slow_proxy"), bench.host.rpartition(":")[2], str(DELAY), str(SPEED)]
    proxy = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield proxy.stdout.readline().split()[-1]
    finally:
        proxy.kill()
        proxy.wait()


def measure(bench):
    documents = bench.shop()
    only = ("--collection", "orders")
    with slow_proxy(bench) as far:
        programs = {
            "bare cursor": bench.cursor(["shop.orders"], host=far),
            "mongokeep": bench.backup("shop", *only, host=far),
            "mongodump": bench.dump("shop", *only, host=far),
        }
        measured = in_turns({name: program for name, program in programs.items() if program}, bench.rounds)
    title = f"Backup of {documents:,} orders from {2 * DELAY} ms away, {SPEED} MB/s a connection"
    return Findings({"latency.wall": ratio(measured, "mongokeep", "bare cursor", "wall")}, [table_of(title, measured)])
