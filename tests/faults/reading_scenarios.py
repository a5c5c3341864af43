"""Scenarios of commands that only read backups: nothing may change, and what could not be read is never called sound."""

import json

import tree
import whole
from backup_scenarios import Backup, make_key
from scenario import Scenario


class Reading(Backup):
    """Holds the answer against the one without a fault: success may only be told with the same answer."""

    writes = False
    words = ()
    only_looks = True
    #: What of an answer is another one each time.
    changing = ("durationMs", "ageSeconds", "elapsedMs", "speed")

    def __init__(self, context, stage):
        super().__init__(context, stage)
        self.reference = self.run(self.world)
        self.answer = self.essence(self.reference.out)

    def prepare(self, world):
        self.make_earlier(world)
        self.make_earlier(world)

    def command(self, world):
        return [*self.words, "--root", "root"]

    def fresh_world(self):
        return self.world

    def essence(self, out):
        """What of the answer has to be the same."""
        try:
            return without(json.loads(out), self.changing)
        except ValueError:
            return out

    def judge(self, world, outcome, plan, leaves_nothing=False):
        problems = self.expects(outcome, plan)
        told = tree.difference(self.before, tree.tree_of(world))
        if told:
            problems.append(f"it changes what it reads: {told}")
        return problems + self.problems_of_answer(outcome)

    def problems_of_answer(self, outcome):
        if outcome.code == 0 and not outcome.out:
            return [] if self.may_lose_answer(outcome) else ["exit code 0 without an answer"]
        if outcome.code == 0 and (self.reference.code != 0 or self.essence(outcome.out) != self.answer):
            return [f"exit code 0 with another answer than without the fault (exit {self.reference.code}): {self.reference.out}"]
        return []

    def may_lose_answer(self, outcome):
        """Nobody reads a closed stream. Where the answer cannot be printed, what only looks fails, and what did something does not."""
        is_lost = "write/stream" in outcome.plan or "Not all of what was done could be told" in outcome.err
        return ">&-" in str(outcome.command) or not self.only_looks and is_lost

    def look(self, world, done, code=None):
        return []


def without(value, names):
    if isinstance(value, dict):
        return {key: without(of, names) for key, of in value.items() if key not in names}
    return [without(of, names) for of in value] if isinstance(value, list) else value


class Listed(Reading):
    name = "list"
    words = ("list", "--json")

    def problems_of_answer(self, outcome):
        """Each by itself: one that cannot be read is called so, and the others are listed."""
        if outcome.code != 0 or not outcome.out and self.may_lose_answer(outcome):
            return []
        try:
            found = {entry["name"]: entry["status"] for entry in json.loads(outcome.out)}
        except ValueError:
            return [f"exit code 0 without an answer: {outcome.out!r}"]
        expected = {entry["name"]: entry["status"] for entry in json.loads(self.reference.out)}
        return [f"{name} is {found.get(name, 'not listed')} instead of {status}" for name, status in expected.items()
                if found.get(name) not in (status, "unreadable")]


class ListedDamaged(Listed):
    name = "list, damaged"

    def prepare(self, world):
        super().prepare(world)
        damage(world)


class Shown(Reading):
    name = "show"
    words = ("show", "latest", "--json")


class Verified(Reading):
    name = "verify"
    only_looks = False
    words = ("verify", "latest", "--json")


class VerifiedDamaged(Verified):
    name = "verify, damaged"

    def prepare(self, world):
        super().prepare(world)
        damage(world)


class VerifiedQuickly(Verified):
    name = "verify --quick"
    words = ("verify", "latest", "--quick", "--json")


class VerifiedQuicklyDamaged(VerifiedDamaged):
    name = "verify --quick, damaged"
    words = ("verify", "latest", "--quick", "--json")


class VerifiedSealed(Verified):
    name = "verify, zstd and age"

    def prepare(self, world):
        from backup_scenarios import recipient_of
        make_key(self, world, "one.key")
        self.make_earlier(world, "--compression", "zstd", "--recipient", recipient_of(world / "keys/one.key"))

    def command(self, world):
        return [*self.words, "--root", "root", "--identity", "keys/one.key"]


class Healthy(Reading):
    name = "health"
    words = ("health", "--json")


class HealthyDamaged(Reading):
    name = "health, damaged"
    words = ("health", "--json")
    codes = frozenset({0, 1, 3, 4})

    def prepare(self, world):
        super().prepare(world)
        damage(world)


class Cat(Reading):
    name = "cat"
    words = ("cat", "latest", "users")


class Checked(Reading):
    """`check` looks at many things: one that could not be looked at is not `ok`."""

    name = "check"
    words = ("check", "--json")

    def command(self, world):
        return [*self.words, "--root", "root", "--uri", self.source().uri("shop")]

    def prepare(self, world):
        super().prepare(world)
        damage(world)

    def problems_of_answer(self, outcome):
        try:
            found = {finding["topic"]: finding["verdict"] for finding in json.loads(outcome.out)["findings"]}
        except (ValueError, KeyError, TypeError):
            return [] if outcome.code != 0 or self.may_lose_answer(outcome) else [f"exit code {outcome.code} without an answer"]
        expected = {finding["topic"]: finding["verdict"] for finding in json.loads(self.reference.out)["findings"]}
        return [f"{topic} is ok instead of {verdict}" for topic, verdict in expected.items()
                if verdict in ("failed", "warning") and found.get(topic) == "ok"]


class CleanupTried(Reading):
    name = "cleanup --dryRun"
    words = ("cleanup", "--dryRun", "--json")

    def problems_of_answer(self, outcome):
        if outcome.code != 0 or not outcome.out and self.may_lose_answer(outcome):
            return []
        found = {entry["name"]: entry["verdict"] for entry in json.loads(outcome.out)}
        expected = {entry["name"]: entry["verdict"] for entry in json.loads(self.reference.out)}
        return [f"{name} would be removed" for name, verdict in found.items() if verdict == "remove" and expected.get(name) != "remove"]


class RestoreTried(Reading):
    name = "restore --dryRun"
    words = ("restore", "latest", "--dryRun", "--json")

    def command(self, world):
        return [*self.words, "--root", "root", "--uri", self.stage.target.uri(), "--db", "nothing_there"]


class Restored(Reading):
    """Into a database of its own; whatever becomes of it, no document in it is another one."""

    name = "restore"
    words = ("restore", "latest", "--json")
    most = 400
    only_looks = False
    flags_of_database = ("--db",)

    def __init__(self, context, stage):
        Backup.__init__(self, context, stage)

    def database(self, world):
        return "restored_" + world.parent.name.replace("-", "_")

    fresh_world = Scenario.fresh_world

    def command(self, world):
        return [*self.words, "--root", "root", "--uri", self.stage.target.uri(), "-j", "1", *self.flags_of_database, self.database(world)]

    def judge(self, world, outcome, plan, leaves_nothing=False):
        problems = self.expects(outcome, plan)
        told = tree.difference(self.before, tree.tree_of(world))
        if told:
            problems.append(f"it changes what it reads: {told}")
        return problems + self.problems_of_database(world, outcome)

    def problems_of_database(self, world, outcome):
        import bson
        problems = []
        with self.stage.target.client() as client:
            database = client[self.database(world)]
            for name, documents in self.expected()["shop"].items():
                found = [bson.encode(document) for document in database[name].find().sort("_id")]
                if outcome.code == 0 and found != documents:
                    problems.append(f"it was reported done, and {name} has {len(found)} documents instead of {len(documents)}")
                if any(document not in documents for document in found):
                    problems.append(f"{name} has a document that was never there")
            client.drop_database(self.database(world))
        return problems


class Drilled(Restored):
    name = "verify --drill"
    words = ("verify", "latest", "--drill", "--json")
    most = 250
    flags_of_database = ("--drillDatabase",)

    def problems_of_database(self, world, outcome):
        with self.stage.target.client() as client:
            client.drop_database(self.database(world))
        if outcome.code != 0 or not outcome.out and self.may_lose_answer(outcome):
            return []
        drill = json.loads(outcome.out)["drill"] if outcome.out else None
        return [] if drill and drill["hasSameDocuments"] and drill["hasSameMetadata"] else [f"exit code 0, and {drill}"]


def damage(world):
    """A file of the newest backup is cut off, and so is the older one's manifest."""
    newest, older = sorted((path for path in (world / "root").iterdir() if whole.is_dated(path.name)), key=lambda path: len(path.name), reverse=True)
    cut(newest / "users.json")
    cut(older / "manifest.json")


def cut(path):
    content = path.read_bytes()
    path.write_bytes(content[: len(content) // 2])


def reading_scenarios():
    return [Listed, ListedDamaged, Shown, Verified, VerifiedDamaged, VerifiedQuickly, VerifiedQuicklyDamaged, VerifiedSealed, Healthy, HealthyDamaged,
            Cat, Checked, CleanupTried, RestoreTried, Restored, Drilled]
