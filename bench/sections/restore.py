"""Restores of many orders: mongokeep from its text, beside mongorestore from BSON and mongoimport from the text."""

from findings import Findings, bars_of, table_of
from measure import Failed, Program, in_turns, ratio, sample

TARGET = "bench_restored"


class Restores:
    """Makes what each reads from, and knows what does the same from it."""

    def __init__(self, bench, wanted):
        self.bench, self.wanted = bench, wanted
        self.backup = bench.backup("shop", "--collection", "orders")
        self.dump = bench.dump("shop", "--collection", "orders")

    def programs(self):
        sample(self.backup)
        bench, target = self.bench, self.bench.uri(TARGET)
        found = {"mongokeep": self.restore(bench.keep("restore", "latest", "--uri", target, "--root", self.backup.output))}
        restore = bench.peers.find("mongorestore")
        if restore and self.dump:
            sample(self.dump)
            found["mongorestore"] = self.restore([restore, "--quiet", "--uri", bench.uri(), "--nsFrom", "shop.*",
                                                  "--nsTo", f"{TARGET}.*", self.dump.output])
        if load := bench.peers.find("mongoimport"):
            text = next(self.backup.output.glob("*/orders.json"))
            found["mongoimport"] = self.restore([load, "--quiet", "--uri", target, "--collection", "orders", "--jsonArray", text])
            found["mongoimport"].is_dear = True
        return found

    def restore(self, command):
        return Program(command, before=self.drop, after=self.check)

    def drop(self):
        self.bench.client.drop_database(TARGET)

    def check(self):
        there = self.bench.client[TARGET].orders.count_documents({})
        if there != self.wanted:
            raise Failed(f"a restore brought back {there} of {self.wanted} documents")


def measure(bench):
    documents = bench.shop()
    restores = Restores(bench, documents)
    measured = in_turns(restores.programs(), bench.rounds)
    restores.drop()
    title = f"Restore of {documents:,} orders"
    return Findings({"restore.wall": ratio(measured, "mongokeep", "mongorestore", "wall"),
                     "restore.cpu": ratio(measured, "mongokeep", "mongorestore", "cpu")},
                    [table_of(title, measured)], [bars_of(f"{title}: wall seconds", measured, "wall")])
