"""The commands that talk to a server, each a run and what must hold after it."""

import bson
import judge

EARLIER = "1st_Jan_2024"


def options_of(milliseconds):
    """Of a connection string: how long a silence may last."""
    return f"&appName=under-test&serverSelectionTimeoutMS={milliseconds}&connectTimeoutMS={milliseconds}&socketTimeoutMS={milliseconds}"


#: Where nobody waits for them, the limits are none that a busy machine reaches. Where a server keeps silent once, they are waited
#: for, and must still not be reached without it. Where it keeps silent for good, a run may fail; it is not to take long.
PATIENT, WAITED_FOR, HASTY = options_of(20_000), options_of(4_000), options_of(700)


class Scenario:
    """`prepare` makes things as they are before the run, `run` gives its outcome, `judge` what is wrong with it."""

    options = PATIENT

    def __init__(self, station):
        self.station = station

    def prepare(self):
        self.station.fresh_root()

    def client(self):
        return self.station.server.client()

    def uri(self, host, database):
        return self.station.server.uri_through(host, database, self.options)


class Backup(Scenario):
    name = "backup"
    commands = ("find", "getMore", "listCollections", "listIndexes", "buildInfo", "ping", "collStats", "count", "killCursors", "endSessions")

    def run(self, host):
        return self.station.run("backup", self.uri(host, "shop"), "-j", "1")

    def judge(self, outcome, may_change=False):
        yield from judge.of_backup(self.station, outcome, may_change=may_change)
        yield from judge.of_next_backup(self.station)


class BackupOfAll(Backup):
    """Of all databases, several collections at a time, packed. What others than the sample hold is verified, and not compared."""

    name = "backup of all databases"
    commands = ("listDatabases", "listCollections", "find")

    def run(self, host):
        return self.station.run("backup", self.uri(host, ""), "--allDatabases", "--compression", "zstd")


class Restore(Scenario):
    name = "restore"
    commands = ("create", "insert", "createIndexes", "listCollections", "listIndexes", "find", "collMod", "aggregate", "count", "getMore", "endSessions")

    def prepare(self):
        super().prepare()
        self.client().drop_database("back")

    def run(self, host):
        return self.station.run("restore", self.uri(host, "back"), self.station.root / EARLIER, "--json", "-j", "1")

    def judge(self, outcome, may_change=False):
        yield from judge.of_restore(self.station, outcome, "back", may_change)
        if not may_change:
            yield from judge.of_next_restore(self.station, "back")


class RestoreWithDrop(Restore):
    """Over collections of the same names that hold something else."""

    name = "restore --drop"
    commands = ("drop", "create", "insert")
    old = tuple({"_id": f"old {number}"} for number in range(3))

    def prepare(self):
        super().prepare()
        for name in ("orders", "wide", "checked"):
            self.client()["back"][name].insert_many(self.old)

    def run(self, host):
        return self.station.run("restore", self.uri(host, "back"), self.station.root / EARLIER, "--json", "-j", "1", "--drop", "--yes")

    def judge(self, outcome, may_change=False):
        if outcome.code in (0, 3):
            # Of a collection that is not reported as restored, what it held may still be there.
            before = {bson.encode(document) for document in self.old}
            yield from judge.of_restore(self.station, outcome, "back", may_change, before)
        else:
            yield from judge.of_any(outcome, {1} | ({2, 4} if may_change else set()))
        if may_change:
            return
        again = self.run(self.station.server.host)
        if again.code != 0:
            yield f"the next restore: exit code {again.code}, {again.log[-600:]}"
        yield from judge.of_restore(self.station, again, "back")


class Comparison(Scenario):
    name = "verify --against"
    commands = ("find", "getMore", "listCollections", "listIndexes", "endSessions")

    def run(self, host):
        return self.station.run("verify", self.uri(host, "shop"), self.station.root / EARLIER, "--against", "--json", "-j", "1")

    def judge(self, outcome, may_change=False):
        yield from judge.of_comparison(outcome, may_change)


class Drill(Scenario):
    name = "drill"
    commands = ("create", "insert", "createIndexes", "find", "getMore", "listCollections", "listIndexes", "listDatabases", "dropDatabase")

    def prepare(self):
        super().prepare()
        self.client().drop_database("scratch")

    def run(self, host):
        return self.station.run("verify", self.uri(host, ""), self.station.root / EARLIER, "--drill", "--drillDatabase", "scratch", "--json", "-j", "1")

    def judge(self, outcome, may_change=False):
        yield from judge.of_drill(self.station, outcome, "scratch", may_change)


EVERY = (Backup, BackupOfAll, Restore, RestoreWithDrop, Comparison, Drill)
