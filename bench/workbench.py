"""What every section works with: the server, the programs, a folder, and how much is to be measured."""

import collections
import pathlib
import subprocess
import sys

import pymongo
from measure import Failed, Program, run
from options import PROJECT


def say(text):
    print(f"==> {text}", file=sys.stderr)


class Workbench:
    def __init__(self, options, peers):
        self.host = options.host
        self.build = pathlib.Path(options.build)
        self.folder = pathlib.Path(options.folder)
        self.rounds, self.scale, self.long = options.rounds, options.scale, options.long
        self.peers = peers
        self.client = pymongo.MongoClient(f"mongodb://{self.host}", directConnection=True)
        self.loaded = None
        self.text_rounds = collections.defaultdict(list)  # by kind, until they are made a finding of

    def count(self, number):
        """How many of what is measured in full with so many."""
        return max(1, round(number * self.scale))

    def uri(self, database="", host=None):
        # A driver that looks for the other members of a replica set would go around a proxy.
        return f"mongodb://{host or self.host}/{database}?directConnection=true"

    def program(self, name):
        return self.build / name

    def keep(self, command, *words):
        """The command line of mongokeep."""
        return [self.program("mongokeep"), command, "--quiet", *words]

    def backup(self, database, *words, host=None):
        """mongokeep's backup of a database."""
        root = self.folder / "root"
        return Program(self.keep("backup", "--uri", self.uri(database, host), "--root", root, *words), output=root)

    def cursor(self, namespaces, *words, host=None):
        """The bare cursor over some namespaces."""
        return Program([self.program("bare_cursor"), *words, self.uri(host=host), *namespaces])

    def dump(self, database, *words, host=None):
        """mongodump of a database; None where there is no mongodump."""
        folder = self.folder / "dump"
        path = self.peers.find("mongodump")
        return path and Program([path, "--quiet", "--uri", self.uri(database, host), "--out", folder, *words], output=folder)

    def recipients(self):
        """Two fresh key pairs, as the flags that name them, and the flag that opens what is encrypted for them."""
        flags = []
        for name in ("first", "second"):
            key = self.folder / f"{name}.key"
            key.unlink(missing_ok=True)
            made = subprocess.run([self.program("mongokeep"), "keygen", key], capture_output=True, text=True)
            if made.returncode != 0:
                raise Failed(f"keygen: {made.stderr}")
            flags += ["--recipient", made.stdout.strip()]
        return flags, ["--identity", key]

    def shop(self):
        """The number of orders in `shop.orders`, which are loaded the first time."""
        if not self.loaded:
            orders = self.count(200_000)
            say(f"Loading {orders:,} orders")
            run([sys.executable, PROJECT / "examples/shop/load.py", self.uri(), "--orders", orders])
            self.warm(["shop.orders"])
            self.loaded = orders
        return self.loaded

    def warm(self, namespaces):
        """Reads all of it once, so that the first one to be measured is not the one to wake the server."""
        run(self.cursor(namespaces).command)
