"""Scenarios of commands that ship backups: a store is a folder of the world, which rclone writes to."""

import json

import stores
import tree
from backup_scenarios import Backup
from scenario import OWN_NAMES

STORE, CONFIGURATION = "shelf", "mongokeep.toml"
OF_STORES = {".stores.json", ".stores.lock", ".stores.json.new"}


class Push(Backup):
    """`push` of one backup into a folder that has an earlier one. Only the program's own calls fail: rclone runs undisturbed, and
    dies with the program that is killed."""

    name = "push"
    codes = frozenset({0, 1, 3})
    most = 60

    def prepare(self, world):
        (world / STORE).mkdir()
        self.make_earlier(world)
        outcome = self.run(world)
        if outcome.code != 0:
            raise RuntimeError(outcome.tell())
        self.make_earlier(world)

    def command(self, world):
        return ["push", "--root", "root", "--config", CONFIGURATION]

    def run(self, world, plan=None, prefix=(), more=None):
        # Each world has a place of its own, and a store is told by its whole path.
        configuration = world / CONFIGURATION
        configuration.write_text(f'rclone = "{stores.installed("rclone")}"\n[[stores]]\nname = "disk"\nremote = "{world / STORE}"\n')
        configuration.chmod(0o600)
        outcome = super().run(world, plan, prefix, more)
        stores.wait_for_rclone(world)
        return outcome

    def done(self, world, outcome):
        return True if outcome.code == 0 else None

    def look(self, world, done, code=None):
        after = tree.tree_of(world)
        problems = self.outside(after, (STORE, CONFIGURATION))
        for name in self.earlier():
            problems += [f"a backup in the root: {told}" for told in [self.changed(after, name)] if told]
            was_there = f"{STORE}/{name}/manifest.json" in self.before
            if not self.is_shipped(after, name):
                problems += [f"{name} has a manifest in the store, and is not whole"] if f"{STORE}/{name}/manifest.json" in after else []
                problems += [f"{name} was in the store"] if was_there else [f"{name} was reported done, and is not in the store"] if done else []
        return problems + [f"{name} is of nobody" for name in self.names_in_root(after) if not self.is_expected(name)]

    def is_expected(self, name):
        return name in OF_STORES or name in OWN_NAMES or name in self.earlier()

    def remains(self, world):
        return super().remains(world) + [f"it leaves {name}" for name in (".stores.json.new",) if (world / "root" / name).exists()]

    @staticmethod
    def is_shipped(after, name):
        """Byte by byte, and nothing else."""
        return files_below(after, f"{STORE}/{name}/") == files_below(after, f"root/{name}/")

    def follow_up(self, world, code=None):
        """What the store lists as complete is whole; the next push brings the rest, ships nothing again, and leaves nothing."""
        after = tree.tree_of(world)
        problems = self.problems_of_store_listing(world, after)
        whole = {path: (world / path).stat().st_ino for path, entry in after.items() if entry.kind == "file" and
                 path.startswith(f"{STORE}/") and self.is_as_in_root(after, path)}
        problems += self.next(world)
        problems += [f"{path} was shipped twice" for path, inode in whole.items() if not (world / path).exists() or (world / path).stat().st_ino != inode]
        strange = {path.split("/")[1] for path in tree.tree_of(world) if path.startswith(f"{STORE}/")} - set(self.earlier())
        return problems + [f"the store has {name}" for name in strange]

    @staticmethod
    def is_as_in_root(after, path):
        local = after.get(path.replace(STORE, "root", 1))
        return local is not None and local.digest == after[path].digest

    def problems_of_store_listing(self, world, after):
        outcome = self.mongokeep(world, "list", "disk:", "--config", CONFIGURATION, "--json")
        if outcome.code != 0:
            return [f"list of the store fails: {outcome.tell()}"]
        complete = {entry["name"] for entry in json.loads(outcome.out) if entry["status"] == "complete"}
        expected = {name for name in self.earlier() if self.is_shipped(after, name)}
        return [] if complete == expected else [f"list calls {sorted(complete)} of the store complete, and whole are {sorted(expected)}"]


def files_below(after, folder):
    return {path.removeprefix(folder): entry.digest for path, entry in after.items() if path.startswith(folder) and entry.kind == "file"}


def shipping_scenarios():
    return [Push]
