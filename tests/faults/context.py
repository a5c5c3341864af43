"""What every part works with: the programs, a scratch folder, servers, chance, and where wrong outcomes are told."""

import collections
import concurrent.futures
import contextlib
import dataclasses
import itertools
import multiprocessing
import os
import pathlib
import queue
import random
import shlex
import shutil
import sys
import tempfile
import threading
import traceback

from options import PROJECT
from server import Server


@dataclasses.dataclass(frozen=True)
class Row:
    """A line of the table: how many points of a kind were tried in a scenario, and how many of them came out wrong."""

    part: str
    scenario: str
    kind: str
    points: int
    wrong: int


class Tally:
    """Counts points and wrong ones by what stands in front of a row's figures; from several threads, if need be."""

    def __init__(self, names=()):
        """`names`: (part, scenario, kind) of rows that are there without a point, too."""
        self._points, self._wrong = collections.Counter(dict.fromkeys(names, 0)), collections.Counter()
        self._lock = threading.Lock()

    def tried(self, part, scenario, kind):
        with self._lock:
            self._points[part, scenario, kind] += 1

    def found_wrong(self, part, scenario, kind):
        with self._lock:
            self._wrong[part, scenario, kind] += 1

    def rows(self):
        return [Row(*name, count, self._wrong[name]) for name, count in self._points.items()]


#: The table, and a folder of evidence for each wrong outcome.
RESULTS = PROJECT / "build/faults"


def clear_results():
    shutil.rmtree(RESULTS / "wrong", ignore_errors=True)
    (RESULTS / "wrong").mkdir(parents=True)


def say(text):
    print(f"==> {text}", file=sys.stderr, flush=True)


class Context:
    """Its methods may be called from several threads."""

    def __init__(self, options):
        self.long, self.seed, self.only, self.point = options.long, options.seed, options.only, options.point
        self.program = options.build / "mongokeep"
        self.tracer = options.build / "fault_tracer"
        self.preload = options.build / "tests/faults/libfault_memory.so"
        self.time_lapse = options.build / "tests/support/libtime_lapse.so"
        self.flawed_machine = options.build / "tests/support/libflawed_machine.so"
        self.workers = max(2, os.cpu_count() or 2)
        self.scratch = pathlib.Path(tempfile.mkdtemp(prefix="faults-"))
        self.wrong = []  # what report_wrong() was told
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._worker = ""  # of what each_forked() runs: whose folders they are
        self._kept = {}  # by kind: what kept() made
        self._servers = []

    def chance(self, *name):
        """A source of chance of its own for what is named: the same for the same seed, whatever else is drawn."""
        return random.Random(f"{self.seed} {name}")

    def sample(self, points, wanted, *name):
        """So many of the points, evenly spread over all of them, from a start that depends on the seed; all in the long form
        where `wanted` is None."""
        points = list(points)
        if wanted is None or wanted >= len(points) or self.point:
            return points
        if wanted == 0:
            return []
        step = len(points) / wanted
        start = self.chance("sample", *name).random()
        return [points[min(len(points) - 1, int((index + start) * step))] for index in range(wanted)]

    def folder(self, name="run"):
        """A fresh folder."""
        with self._lock:
            number = next(self._numbers)
        made = self.scratch / f"{name}-{self._worker}{number}"
        made.mkdir()
        return made

    def kept(self, kind, *arguments):
        """The one of its kind for all parts of a run: kind(context, *arguments), made when the first of them asks."""
        if kind not in self._kept:
            self._kept[kind] = kind(self, *arguments)
        return self._kept[kind]

    def server(self, kind="secantus_rust", *words):
        """A fresh server with storage of its own, running, with more words in its command line; `with` stops it."""
        server = Server(kind, self.folder("server"), *words)
        self._servers.append(server)
        return server

    def each(self, function, points):
        """function(point) of each, several at a time; the answers in the order of the points."""
        with concurrent.futures.ThreadPoolExecutor(self.workers) as pool:
            yield from pool.map(function, points)

    def each_forked(self, function, points, at_a_time=None):
        """Pairs of a point and function(point), several at a time (one on each core) in processes of their own; what it answers
        has to be pickled. In no order. Where a point cannot be tried, or nobody asks for more, no process is left behind."""
        points = list(points)
        context = multiprocessing.get_context("fork")
        answers, taken = context.Queue(), context.Value("i", 0)
        children = [context.Process(target=self._work, args=(f"{next(self._numbers)}-", function, points, taken, answers))
                    for _ in range(min(at_a_time or self.workers, len(points)))]
        for child in children:
            child.start()
        waiting = len(points)
        try:
            while waiting:
                index, answer, failure = self._answer(answers, children)
                if failure:
                    raise RuntimeError(f"trying {points[index]} failed: {failure}")
                waiting -= 1
                yield points[index], answer
        finally:
            taken.value = len(points)
            # No child ends before what it says is read.
            while waiting and any(child.is_alive() for child in children):
                with contextlib.suppress(queue.Empty):
                    answers.get(timeout=0.1)
            for child in children:
                child.join()

    @staticmethod
    def _answer(answers, children):
        while True:
            try:
                return answers.get(timeout=1)
            except queue.Empty:
                if not any(child.is_alive() for child in children) and answers.empty():
                    raise RuntimeError("a process that tried points died") from None

    def _work(self, name, function, points, taken, answers):
        self._numbers = itertools.count(1)
        self._worker = name
        while True:
            with taken.get_lock():
                index = taken.value
                taken.value += 1
            if index >= len(points):
                return
            try:
                answers.put((index, function(points[index]), None))
            except Exception:
                answers.put((index, None, traceback.format_exc()))

    def again(self, part, scenario="", point=None):
        """The command that tries it again: the part, or one of its scenarios, or one point."""
        words = ["scripts/faults", *(["--long"] if self.long else []), "--seed", str(self.seed)]
        if scenario:
            words += ["--only", scenario]
        if point is not None:
            words += ["--point", str(point)]
        return shlex.join([*words, part])

    def report_wrong(self, part, scenario, kind, text, again, folder=None):
        """Tells of a wrong outcome: what is wrong, the command that tries it again, and the folder where it can be seen,
        which is kept."""
        with self._lock:
            kept = RESULTS / "wrong" / f"{len(self.wrong) + 1:03}-{part}-{scenario}-{kind}".replace(" ", "-").replace("/", "-")
            self.wrong.append({"part": part, "scenario": scenario, "kind": kind, "text": text, "again": again, "kept": str(kept)})
        kept.mkdir()
        told = f"{text}\n\ntry it again: {again}\n"
        if folder:
            try:
                shutil.copytree(folder, kept / "folder", symlinks=True, ignore_dangling_symlinks=True)
            except OSError as error:
                # Others may be at work in it, as in a race.
                told += f"\nnot all of {folder} could be kept: {error}\n"
        (kept / "WRONG").write_text(told)
        say(f"WRONG: {part}, {scenario}, {kind}: {text}\n    again: {again}\n    kept in {kept}")

    def close(self):
        for server in self._servers:
            server.kill()
        shutil.rmtree(self.scratch, ignore_errors=True)
