"""A place to work at: a server of its own with the sample database, folders, and the program's runs there."""

import contextlib
import dataclasses
import json
import os
import pathlib
import queue
import shutil
import subprocess
import time

import sample_database
import truth

LAPSE = 30  # by which the pauses between tries are shortened
LIMIT = 180  # seconds, for a run whose own limits are seconds
CODES = {0, 1, 2, 3, 4, 5, 129, 130, 143}


@dataclasses.dataclass
class Outcome:
    command: list
    code: int  # negative: killed by that signal; None: it hung
    output: str
    log: str
    seconds: float

    @property
    def records(self):
        return [json.loads(line) for line in self.log.splitlines() if line.startswith("{")]

    def says(self, message):
        return [record for record in self.records if record["message"] == message]

    @property
    def json(self):
        return json.loads(self.output)


class Station:
    def __init__(self, context, kind="secantus_rust", words=(), is_wide=True, login=None, watch=None):
        """`login`: user and password without which nobody comes in. `watch` is called with each outcome."""
        self.context = context
        self.watch = watch
        self.server = context.server(kind, *words)
        if login:
            self.server.guard(*login)
        self.folder = context.folder("station")
        self.root = self.folder / "root"
        self.lapse, self.limit = LAPSE, LIMIT
        self.sample = sample_database.fill(self.server.client(), is_wide)
        self.documents = truth.collections_in(self.sample)
        self.metadata = truth.metadata_of(self.sample)
        # The backup that stands before each run, and that all others are compared with. It is compared by itself first.
        outcome = self.run("backup", self.server.uri(sample_database.NAME))
        if outcome.code != 0:
            raise RuntimeError(f"no backup without any fault: {outcome}")
        self.reference = self.folder / "reference"
        shutil.move(outcome.output.strip(), self.reference)
        if truth.collections_of_backup(self.reference) != self.documents:
            raise RuntimeError(f"a backup without any fault differs from the database: {self.reference}")
        self.manifest = truth.manifest_of(self.reference)

    def fresh_root(self):
        """A root that holds the reference."""
        shutil.rmtree(self.root, ignore_errors=True)
        self.root.mkdir(mode=0o700)
        shutil.copytree(self.reference, self.root / "1st_Jan_2024")
        return self.root

    def run(self, command, uri=None, *words, lapse=None, environment=None, limit=None, before=None, prefix=()):
        """The program, behind the words of `prefix`; its pauses, and they alone, are shortened. `before` is called with its
        process."""
        words = [*prefix, self.context.program, command, *words]
        if command in ("backup", "list", "cleanup", "show", "health"):
            words += ["--root", self.root]
        words = [str(word) for word in words]
        variables = {"PATH": "/usr/bin:/bin", "HOME": str(self.folder), "MONGOC_DISABLE_SHM": "1", "TZ": "UTC",
                     "LD_PRELOAD": str(self.context.time_lapse), "MKTEST_TIME_LAPSE": str(lapse or self.lapse),
                     "ASAN_OPTIONS": "verify_asan_link_order=0"}
        if uri:
            variables["MONGOKEEP_AGAINST" if "--against" in words else "MONGOKEEP_URI"] = uri
        if "--against" in words:
            words.remove("--against")
        variables |= environment or {}
        begin = time.monotonic()
        process = subprocess.Popen(words, env=variables, cwd=self.folder, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                   stderr=subprocess.PIPE, text=True, errors="replace")
        if before:
            before(process)
        try:
            output, log = process.communicate(timeout=limit or self.limit)
            code = process.returncode
        except subprocess.TimeoutExpired:
            process.kill()
            output, log = process.communicate()
            code = None
        outcome = Outcome(words, code, output, log, time.monotonic() - begin)
        if self.watch:
            self.watch(self, outcome)
        return outcome

    def hidden(self):
        """What a run left behind under the root."""
        return sorted(name for name in os.listdir(self.root) if name.startswith(".") and not name.endswith((".lock", ".json")))

    def published(self):
        """Folders of backups beside the reference."""
        return sorted(name for name in os.listdir(self.root) if not name.startswith(".") and name != "1st_Jan_2024")

    def is_reference(self, folder):
        """Byte by byte."""
        mine, other = pathlib.Path(folder), self.reference
        names = sorted(os.listdir(other))
        return names == sorted(os.listdir(mine)) and all((mine / name).read_bytes() == (other / name).read_bytes() for name in names)


class Stations:
    """As many as run at a time; each point takes one that is free."""

    def __init__(self, context, *arguments, **named):
        self._context = context
        self._all = [Station(context, *arguments, **named) for _ in range(context.workers)]
        self._free = queue.Queue()
        for station in self._all:
            self._free.put(station)

    @contextlib.contextmanager
    def one(self):
        station = self._free.get()
        try:
            yield station
        finally:
            self._free.put(station)

    def __iter__(self):
        return iter(self._all)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        for station in self._all:
            station.server.kill()
            shutil.rmtree(station.folder, ignore_errors=True)
