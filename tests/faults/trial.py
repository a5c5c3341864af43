"""Tries the points of a kind in a scenario, several at a time, and makes a row of the table of them."""

import dataclasses
import re
import shutil
import signal

from context import Row


@dataclasses.dataclass(frozen=True)
class Point:
    """One run: a plan of the tracer, or what the command is started by."""

    plan: str | None = None
    prefix: tuple = ()
    more: tuple = ()  # pairs: variables of the environment
    leaves_nothing: bool = False  # a run that ends by itself has no reason to leave anything
    may_abort: str = ""  # "library": where one in C has no memory, since libbson aborts by design; "any": nobody has any

    def name(self):
        return " ".join(filter(None, [self.plan, *self.prefix, *(f"{name}={value}" for name, value in self.more)]))


def short_or_long(context, scenario, short, long=None):
    """How many points of a kind are tried; None: all."""
    if not context.long:
        return short
    return min(filter(None, (long, scenario.most)), default=None)


def _try(scenario, point):
    world = scenario.fresh_world()
    outcome = scenario.run(world, point.plan, point.prefix, dict(point.more))
    if point.plan and outcome.hit is None and outcome.code is not None:
        return None, world, []  # this time there was no such call
    plan = point.plan
    if outcome.signal == signal.SIGABRT and (point.may_abort == "any" or point.may_abort == "library" and is_of_library(world)):
        outcome, plan = dataclasses.replace(outcome, signal=signal.SIGKILL), "kill:by a library"
    problems = scenario.judge(world, outcome, plan, point.leaves_nothing)
    return outcome, world, problems


def is_of_library(world):
    """Whether the allocation that failed (memory_fault.cpp) was one of a library in C: ours and C++'s throw."""
    failed = re.search(r"failed (\S+)", (world.parent / "allocations").read_text())
    return bool(failed) and not failed[1].endswith("/mongokeep") and "libstdc++" not in failed[1]


def row_of(context, part, scenario, kind, points):
    """The wrong ones are told, each with its world."""
    tried = wrong = 0
    if context.point:
        points = [point for point in points if point.name() == context.point]
    for point, (told, world, problems) in context.each_forked(lambda point: tell(*_try(scenario, point)), points):
        tried += told is not None
        if problems:
            wrong += 1
            context.report_wrong(part, scenario.name, kind, "; ".join(problems) + "\n\n" + told,
                                 context.again(part, scenario.name, point.name()), world)
        if world != scenario.world:
            shutil.rmtree(world.parent, ignore_errors=True)
    return Row(part, scenario.name, kind, tried, wrong)


def tell(outcome, world, problems):
    """What goes from one process to the other."""
    return outcome and (outcome.tell() if problems else ""), world, problems
