"""Tries the points of scenarios, several at a time, and makes rows of the table of them, one of each kind."""

import dataclasses
import signal

from callers import asking, is_of_library
from context import Tally


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
    world, variables = scenario.fresh_world(), dict(point.more)
    allocations = world / variables.get("FAULTS_ALLOCATIONS", "../allocations")
    allocations.unlink(missing_ok=True)  # another scenario's, beside a world that is not copied
    outcome = scenario.run(world, point.plan, point.prefix, variables)
    if point.plan and outcome.hit is None and outcome.code is not None:
        return None, world, []  # this time there was no such call
    asked = allocations.read_text() if allocations.is_file() else ""
    if asked and outcome.code is not None and "failed" not in asked:
        return None, world, []  # nor so many allocations
    plan = point.plan
    if outcome.signal == signal.SIGABRT and (point.may_abort == "any" or point.may_abort == "library" and
                                             is_of_library(asked, scenario.context.program)):
        outcome, plan = dataclasses.replace(outcome, signal=signal.SIGKILL), "kill:by a library"
    problems = scenario.judge(world, outcome, plan, point.leaves_nothing)
    if problems and asked:
        chain = asking(asked, scenario.context.program)
        problems.append("asked for by " + " from ".join(function or file for file, function in chain))
    return outcome, world, problems


def rows_of(context, part, scenarios, points_of):
    """`points_of(scenario)`: by kind. All of all scenarios are tried in one go: one that waits keeps one core from the others,
    and no more. The wrong ones are told, each with its world."""
    points = {scenario: points_of(scenario) for scenario in scenarios}
    tally = Tally((part, scenario.name, kind) for scenario, kinds in points.items() for kind in kinds)
    chosen = [(scenario, kind, point) for scenario, kinds in points.items() for kind, of in kinds.items() for point in of
              if context.point in (None, point.name())]
    for (scenario, kind, point), (told, world, problems) in context.each_forked(lambda one: tell(*_try(one[0], one[2])), chosen):
        if told is not None:
            tally.tried(part, scenario.name, kind)
        if problems:
            tally.found_wrong(part, scenario.name, kind)
            context.report_wrong(part, scenario.name, kind, "; ".join(problems) + "\n\n" + told,
                                 context.again(part, scenario.name, point.name()), world)
        scenario.discard(world)
    return tally.rows()


def tell(outcome, world, problems):
    """What goes from one process to the other."""
    return outcome and (outcome.tell() if problems else ""), world, problems
