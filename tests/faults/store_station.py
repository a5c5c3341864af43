"""A root with two backups, and a real store that has the first of them: what a push and a reading command meet there."""

import contextlib
import json
import os
import pathlib
import shutil
import threading

import stock
import stores
import trace
import tree
from canaries import Canaries

TIMEOUT = 3  # seconds: of --storeTimeout, where the store says nothing


def prepared(context):
    """A root with a backup of one database and one of all, made once for a run."""
    server = context.server()
    with server.client() as client:
        stock.fill(client, stock.DATABASES | stock.LARGE)
    world = context.folder("store-root")
    for words in ([server.uri("shop")], [server.uri(), "--allDatabases"]):
        outcome = trace.run(context, world, [context.program, "backup", "--root", "root", "--uri", *words])
        if outcome.code != 0:
            raise RuntimeError(outcome.tell())
    server.stop()
    return world / "root"


class Station:
    """One store, and a world of its own for each point: root, and what the store holds."""

    def __init__(self, context, kind):
        self.context, self.room = context, context.folder(f"station-{kind.name}")
        self.store = kind(self.room / "store")
        self.canaries = Canaries(context.chance("store"))
        if secret := getattr(self.store, "secret", None):
            self.canaries.add("the store's key", secret)
        self.world = self.room / "world"
        self.world.mkdir()
        tree.copy(context.kept(prepared), self.world / "root")
        self.first, self.second = sorted((path.name for path in (self.world / "root").iterdir() if path.is_dir()), key=len)
        self.configure()
        self.store.shelf.mkdir(parents=True, exist_ok=True)
        self.expect(self.push(self.first))
        tree.copy(self.store.shelf, self.room / "one")
        tree.copy(self.world / "root", self.room / "root-one")
        self.expect(self.push())
        tree.copy(self.store.shelf, self.room / "both")
        tree.copy(self.world / "root", self.room / "root-both")

    def close(self):
        self.store.kill()
        shutil.rmtree(self.room, ignore_errors=True)

    def expect(self, outcome):
        if outcome.code != 0:
            raise RuntimeError(outcome.tell())

    def reset(self, what):
        """`what`: "one" backup in the store, or "both"."""
        self.store.start()
        for folder, kept in ((self.store.shelf, self.room / what), (self.world / "root", self.room / f"root-{what}")):
            shutil.rmtree(folder, ignore_errors=True)
            tree.copy(kept, folder)
        shutil.rmtree(self.world / "back", ignore_errors=True)
        self.configure()
        self.is_met = True
        self.before = self.facts()
        self.root = self.root_tree()

    def configure(self, section=None, rclone=None):
        for name, text in (("rclone.conf", section or self.store.section), ("mongokeep.toml", (
                f'rclone = "{rclone or stores.installed("rclone")}"\n[[stores]]\nname = "offsite"\nremote = "{self.store.remote}"\n'
                'rclone_config = "rclone.conf"\n'))):
            (self.world / name).write_text(text)
            (self.world / name).chmod(0o600)

    def push(self, *names, **how):
        return self.run("push", *names, "--root", "root", **how)

    def run(self, *words, plan=None, more=None):
        """Under watch: the arguments of every child are searched for secrets while it runs."""
        command = [self.context.program, *words, "--config", "mongokeep.toml"]
        self.seen, ended = set(), threading.Event()
        watch = threading.Thread(target=self._watch, args=(ended,))
        watch.start()
        try:
            outcome = trace.run(self.context, self.world, command, plan, more=more)
        finally:
            ended.set()
            watch.join()
        if plan and plan != "count":
            self.is_met = outcome.hit is not None
        return outcome

    def _watch(self, ended):
        while not ended.wait(0.03):
            for process in map(str, stores.descendants(os.getpid(), but=self.store.process)):
                with contextlib.suppress(OSError):
                    self.seen.add(pathlib.Path("/proc", process, "cmdline").read_bytes())

    # What there is.

    def facts(self):
        """Of each file on the store's disk: what tells whether it was written again."""
        return {str(path.relative_to(self.store.shelf)): (path.stat().st_ino, path.stat().st_mtime_ns, path.read_bytes())
                for path in self.store.shelf.rglob("*") if path.is_file()}

    def root_tree(self):
        return {path: entry for path, entry in tree.tree_of(self.world / "root").items() if not path.startswith(".stores")}

    def local(self, name):
        folder = self.world / "root" / name
        return {f"{name}/{path.relative_to(folder)}": path.read_bytes() for path in folder.rglob("*") if path.is_file()}

    # What is wrong.

    def problems_of_store(self):
        """Of what passes for a backup by its manifest, and of what was there before."""
        now, problems = self.facts(), []
        problems += [f"{path} was there, and is {'another file' if path in now else 'gone'}" for path in self.before if now.get(path) != self.before[path]]
        for name in (self.first, self.second):
            if f"{name}/manifest.json" in now and not self.is_whole(name, now):
                problems.append(f"{name} has a manifest in the store, and is not whole")
        return problems

    def is_whole(self, name, now):
        return {path: found[2] for path, found in now.items() if path.startswith(f"{name}/")} == self.local(name)

    def problems_of_all(self, outcome):
        told = tree.difference(self.root, self.root_tree())
        problems = [f"the root: {told}"] if told else []
        problems += self.canaries.hits(outcome.out + outcome.err, "what it printed")
        for words in self.seen:
            problems += self.canaries.hits(words, "a command line")
        return problems + self.canaries.hits_in_folder(self.world / "root")

    def problems_of_push(self, outcome, codes):
        """All of it; what the store lists, once it answers again; and the next push."""
        self.settle()
        problems = self.ending(outcome, codes) + self.problems_of_store() + self.problems_of_all(outcome)
        if outcome.code == 0 and not self.is_whole(self.second, self.facts()):
            problems.append("it was reported done, and is not there")
        self.store.start()
        self.configure()
        there = self.facts()
        problems += self.problems_of_listing(there)
        local = self.local(self.second) | self.local(self.first)
        whole = {path: found for path, found in there.items() if found[2] == local.get(path)}
        following = self.push()
        if following.code != 0:
            return [*problems, f"the next push fails: {following.tell()}"]
        now = self.facts()
        problems += [f"{path} was shipped twice" for path, found in whole.items() if now.get(path) != found]
        if {path: found[2] for path, found in now.items()} != local:
            problems.append(f"behind the next push the store has {sorted(now)}")
        return problems + self.problems_of_all(following)

    def problems_of_listing(self, there):
        """`list` of the store calls complete what is whole on its disk, with its manifest, and nothing else."""
        outcome = self.run("list", "offsite:", "--json")
        if outcome.code != 0:
            return [f"list fails: {outcome.tell()}"]
        complete = {entry["name"] for entry in json.loads(outcome.out) if entry["status"] == "complete"}
        expected = {name for name in (self.first, self.second) if self.is_whole(name, there)}
        return ([] if complete == expected else [f"list calls {sorted(complete)} complete, and whole are {sorted(expected)}"]) + self.problems_of_all(outcome)

    @staticmethod
    def ending(outcome, codes):
        if outcome.hangs:
            return ["it hangs"]
        if outcome.signal == 9 and "kill:" in outcome.plan or outcome.code in codes:
            return []
        return [f"exit code {outcome.code}, signal {outcome.signal}"]

    def settle(self):
        """Until nobody is at work any more for a program that was killed."""
        stores.wait_for_rclone(self.room, self.store.is_idle)
