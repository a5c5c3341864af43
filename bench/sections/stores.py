"""Copies off the machine: what shipping costs beside rclone alone, and what reading from a store fetches."""

import contextlib
import os
import pathlib
import socket
import subprocess
import sys
import threading
import time

import documents
from findings import Findings, Table, table_of
from measure import Failed, Figure, Program, in_turns, median, ratio, remove, run
from options import PROJECT
from workbench import say

# The real stores of the tests of faults.
sys.path.insert(0, str(PROJECT / "tests/faults"))
import stores  # noqa: E402

LARGE, MANY = "bench_stores", "bench_stores_many"
SPEED = 50_000_000  # bytes a second
BYTES_OF_ORDER = 660  # of text


class CountingProxy:
    """Counts what a server on another port answers."""

    def __init__(self, port):
        self.received = 0
        self.target = port
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self.serve, daemon=True).start()

    def serve(self):
        with contextlib.suppress(OSError):
            while True:
                client = self.listener.accept()[0]
                server = socket.create_connection(("127.0.0.1", self.target))
                for source, sink, counts in ((client, server, False), (server, client, True)):
                    threading.Thread(target=self.hand_on, args=(source, sink, counts), daemon=True).start()

    def hand_on(self, source, sink, counts):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                sink.sendall(data)
                if counts:
                    self.received += len(data)
        for end in (source, sink):
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)


class Shop:
    """A root, a store for it, and mongokeep's configuration of both."""

    def __init__(self, bench, store, name, port=None, **settings):
        self.bench, self.store, self.root = bench, store, bench.folder / name
        rclone = store.config
        if port:
            rclone = bench.folder / f"{name}.rclone.conf"
            rclone.write_text(store.section_through(port))
            rclone.chmod(0o600)
        lines = [f'{key} = {value if isinstance(value, int) else chr(34) + value + chr(34)}' for key, value in settings.items()]
        self.config = bench.folder / f"{name}.toml"
        self.config.write_text("\n".join([f'root = "{self.root}"', f'rclone = "{stores.installed("rclone")}"', "[[stores]]",
                                          'name = "offsite"', f'remote = "{store.remote}"', f'rclone_config = "{rclone}"', *lines]) + "\n")

    def keep(self, *words):
        command, *rest = words
        return self.bench.keep(command, *rest, "--config", self.config)

    def make(self, database, *words):
        remove(self.root)
        run(self.keep("backup", "--uri", self.bench.uri(database), *words))

    def forget(self):
        """Nothing was shipped yet."""
        remove(self.store.shelf)
        (self.root / ".stores.json").unlink(missing_ok=True)

    def forget_all(self):
        self.forget()
        remove(self.root)


def peak_of(command):
    """Of the process alone, in MiB: what wait4 tells has its children's peak in it."""
    child = subprocess.Popen([str(word) for word in command], stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True)
    peak = 0
    while child.poll() is None:
        with contextlib.suppress(OSError):
            for line in pathlib.Path(f"/proc/{child.pid}/status").read_text().splitlines():
                if line.startswith("VmHWM:"):
                    peak = max(peak, int(line.split()[1]) / 1024)
        time.sleep(0.02)
    if child.returncode != 0:
        raise Failed(f"mongokeep ended with {child.returncode}: {child.stderr.read()[-2000:]}")
    return peak


def large(bench, store, findings):
    """A backup and its push, one after the other as `run --once backup` has it, beside the longer of the two."""
    count = bench.count(1e9 / BYTES_OF_ORDER / 10)
    say(f"Filling 10 collections of {count:,} orders")
    made = documents.orders()
    for number in range(10):
        documents.fill(bench.client[LARGE][f"part{number}"], made, count)
    shop = Shop(bench, store, "stores-large", bandwidth=str(SPEED))
    night = Shop(bench, store, "stores-night", bandwidth=str(SPEED))
    shop.make(LARGE)
    uri = ("--uri", bench.uri(LARGE))
    programs = {
        "backup": bench.backup(LARGE),
        "push": Program(shop.keep("push"), before=shop.forget),
        "backup and push": Program(night.keep("run", "--once", "backup", *uri), before=night.forget_all),
    }
    measured = in_turns(programs, bench.rounds)
    longer = max(("backup", "push"), key=lambda name: median(measured[name], "wall"))
    findings.figures["stores.night"] = ratio(measured, "backup and push", longer, "wall")
    findings.tables.append(table_of(f"Backup and push of {count * 10:,} orders to S3 at {SPEED / 1e6:.0f} MB/s, each byte read back "
                                    "(peak memory: with rclone's)", measured))
    remove(night.root)
    return shop


def many(bench, store, findings):
    """A thousand small files."""
    count = bench.count(1000)
    say(f"Making {count:,} collections")
    for number in range(count):
        documents.fill(bench.client[MANY][f"small{number:04}"], documents.small(), 80)
    measured = {}
    for check in ("read", "hash"):
        shop = Shop(bench, store, "stores-many", check=check)
        shop.make(MANY)
        folder = next(entry for entry in shop.root.iterdir() if entry.is_dir())
        copy = [stores.installed("rclone"), "--config", store.config, "copy", folder, f"{store.remote}/{folder.name}"]
        base = f"rclone copy ({check})"
        programs = {base: Program(copy, before=shop.forget), f"push, check = {check}": Program(shop.keep("push"), before=shop.forget)}
        measured |= in_turns(programs, bench.rounds)
        findings.figures[f"stores.many_{check}"] = ratio(measured, f"push, check = {check}", base, "wall")
        remove(shop.root)
    bench.client.drop_database(MANY)
    findings.tables.append(table_of(f"Push of {count:,} small files to S3 (peak memory: with rclone's)", measured))


def reading(bench, store, shop, findings):
    """What one document costs, and memory of our own."""
    proxy = CountingProxy(store.port)
    packed = Shop(bench, store, "stores-packed", port=proxy.port)
    packed.forget()
    packed.make(LARGE, "--compression", "zstd")
    rows, peaks = [], []
    for name, command in (("push, zstd", packed.keep("push")), ("verify from the store", packed.keep("verify", "offsite:latest"))):
        begin, received = time.monotonic(), proxy.received
        peaks.append(peak_of(command))
        rows.append([name, f"{time.monotonic() - begin:.2f}", f"{peaks[-1]:.1f}", f"{(proxy.received - received) / 2**20:.1f}"])
    received = proxy.received
    first = packed.keep("cat", "offsite:latest", "part5")
    with subprocess.Popen([str(word) for word in first], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as reader:
        begin = time.monotonic()
        lines = [reader.stdout.readline(), reader.stdout.readline()]
        reader.stdout.close()
        reader.wait()
    if not lines[1].startswith(b"{"):
        raise Failed("cat from the store printed no document")
    fetched = (proxy.received - received) / 2**20
    rows.append(["cat, the first document", f"{time.monotonic() - begin:.2f}", "–", f"{fetched:.1f}"])
    packed.forget_all()
    shop.forget()
    peaks.append(peak_of(shop.keep("push")))
    rows.append(["push, plain", "–", f"{peaks[-1]:.1f}", "–"])
    findings.figures["stores.frame"] = Figure.over(fetched, [fetched])
    findings.figures["stores.memory"] = Figure.over(max(peaks), peaks)
    findings.tables.append(Table("Reading from S3, and memory of mongokeep's own", ["", "wall s", "peak MiB", "fetched MiB"], rows))


def measure(bench):
    findings = Findings()
    os.environ["MONGOC_DISABLE_SHM"] = "1"
    with stores.S3(bench.folder / "stores-s3") as store:
        many(bench, store, findings)
        shop = large(bench, store, findings)
        reading(bench, store, shop, findings)
        remove(shop.root)
    bench.client.drop_database(LARGE)
    return findings
