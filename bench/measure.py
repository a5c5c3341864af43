"""How programs are measured: in turns, one round after the other, and compared round by round."""

import os
import pathlib
import shutil
import statistics
import subprocess
import sys
from dataclasses import dataclass
from typing import Callable, NamedTuple

LAUNCHER = [sys.executable, "-I", "-S", str(pathlib.Path(__file__).with_name("launch.py"))]
# Rounds of what is many times slower than the rest and no goal's measure, and of what turns out to take this many seconds.
FEW, DEAR = 2, 30


class Failed(Exception):
    """A program did not do what it was measured at."""


class Sample(NamedTuple):
    wall: float  # s
    cpu: float  # s, of the client
    peak: float  # MiB, of the client
    size: float = 0  # MB, written


# Of a value, either way: what one run differs from another by though its rounds agree (where memory happens to lie, say).
LEAST_SPREAD = 0.02


class Figure(NamedTuple):
    """A value, and between what it lay in single rounds, or is known to lie in other runs."""
    value: float
    low: float
    high: float

    @classmethod
    def over(cls, value, rounds):
        return cls(value, min(value * (1 - LEAST_SPREAD), *rounds), max(value * (1 + LEAST_SPREAD), *rounds))

    def agrees_with(self, other):
        """Whether either lies within the spread of the other."""
        return self.low <= other.value <= self.high or other.low <= self.value <= other.high


@dataclass
class Program:
    command: list
    output: pathlib.Path | None = None  # what it writes: removed before each run, and weighed after it
    before: Callable = lambda: None
    after: Callable = lambda: None
    is_dear: bool = False  # measured in few rounds

    def sits_out(self, samples):
        """Whether it has been measured often enough."""
        return len(samples) >= FEW and (self.is_dear or samples[-1].wall > DEAR)


def size_of(path):
    """In MB, of a file or of a folder's files."""
    files = [path] if path.is_file() else path.rglob("*")
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def remove(path):
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def run(command):
    """Wall and CPU seconds and peak memory of one run."""
    done = subprocess.run(LAUNCHER + [str(word) for word in command], capture_output=True, text=True)
    code, wall, cpu, kibibytes = done.stdout.split() if done.returncode == 0 else (done.returncode, 0, 0, 0)
    if code != "0":
        raise Failed(f"{pathlib.Path(command[0]).name} ended with {code}: {done.stderr.strip()[-2000:]}")
    return Sample(float(wall), float(cpu), int(kibibytes) / 1024)


def sample(program):
    if program.output:
        remove(program.output)
    program.before()
    os.sync()  # what the last one left to be written is not this one's burden
    figures = run(program.command)
    program.after()
    return figures._replace(size=size_of(program.output) if program.output else 0)


def in_turns(programs, rounds):
    """The samples of each program by name; nothing of what it wrote stays."""
    measured = {name: [] for name in programs}
    for turn in range(rounds):
        for name, program in programs.items():
            if not program.sits_out(measured[name]):
                measured[name].append(sample(program))
                print(f"    round {turn + 1}: {name}: {measured[name][-1].wall:.2f} s", file=sys.stderr)
    for program in programs.values():
        if program.output:
            remove(program.output)
    return measured


def median(samples, column):
    return statistics.median(getattr(one, column) for one in samples)


def medians(samples):
    return Sample(*(statistics.median(column) for column in zip(*samples)))


def ratio(measured, name, base, column):
    """Of medians; its spread is that of the rounds. A sentence instead where one of the two is missing."""
    for wanted in (name, base):
        if not measured.get(wanted):
            return f"left out: no {wanted}"
    pairs = [getattr(one, column) / getattr(other, column) for one, other in zip(measured[name], measured[base])]
    return Figure.over(median(measured[name], column) / median(measured[base], column), pairs)
