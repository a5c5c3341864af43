"""Backups of many orders: mongokeep plain, compressed and encrypted, beside the bare cursor and the peers."""

from findings import Findings, bars_of, table_of
from measure import Program, in_turns, ratio

ORDERS = "shop.orders"


def programs(bench):
    """What backs up the same documents, by name."""
    only = ("--collection", "orders")
    zstd = (*only, "--compression", "zstd")
    recipients, _ = bench.recipients()
    dump = bench.dump("shop", *only)
    return {
        "bare cursor": bench.cursor([ORDERS]),
        "mongokeep": bench.backup("shop", *only),
        "mongodump": dump,
        "mongokeep, zstd": bench.backup("shop", *zstd),
        "mongokeep, zstd, age": bench.backup("shop", *zstd, *recipients),
        "mongodump --gzip": dump and bench.dump("shop", *only, "--gzip"),
        "mongokeep, zstd 1": dear(bench.backup("shop", *zstd, "--zstdLevel", "1")),
        "mongokeep, zstd 9": dear(bench.backup("shop", *zstd, "--zstdLevel", "9")),
        "libbson's text, thrown away": dear(bench.cursor([ORDERS], "--text")),
        "mongoexport": dear(export(bench)),
        "Node with Mongoose": dear(node(bench)),
    }


def dear(program):
    if program:
        program.is_dear = True
    return program


def export(bench):
    file = bench.folder / "export.json"
    path = bench.peers.find("mongoexport")
    return path and Program([path, "--quiet", "--uri", bench.uri("shop"), "--collection", "orders", "--sort", '{"_id": 1}',
                             "--jsonFormat", "canonical", "--jsonArray", "--out", file], output=file)


def node(bench):
    file = bench.folder / "node.json"
    command = bench.peers.node(bench.uri("shop"), "orders", file)
    return command and Program(command, output=file)


def measure(bench):
    documents = bench.shop()
    measured = in_turns({name: program for name, program in programs(bench).items() if program}, bench.rounds)
    title = f"Backup of {documents:,} orders"
    return Findings({
        "backup.wall": ratio(measured, "mongokeep", "bare cursor", "wall"),
        "backup.cpu": ratio(measured, "mongokeep", "mongodump", "cpu"),
        "backup.zstd_wall": ratio(measured, "mongokeep, zstd", "mongodump", "wall"),
        "backup.zstd_size": ratio(measured, "mongokeep, zstd", "mongodump --gzip", "size"),
        "backup.zstd_cpu": ratio(measured, "mongokeep, zstd", "mongodump --gzip", "cpu"),
        "backup.age_wall": ratio(measured, "mongokeep, zstd, age", "mongokeep, zstd", "wall"),
        "backup.age_cpu": ratio(measured, "mongokeep, zstd, age", "mongokeep, zstd", "cpu"),
    }, [table_of(title, measured)], [bars_of(f"{title}: wall seconds", measured, "wall"),
                                     bars_of(f"{title}: CPU seconds of the client", measured, "cpu")])
