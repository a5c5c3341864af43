"""Measures mongokeep beside its peers, section by section: see bench/run, which calls this."""

import importlib
import os
import sys

import chart
import machine
import report
from goals import goals_of
from measure import Failed
from options import PROJECT, options_of_run
from peers import Peers
from pymongo.errors import PyMongoError
from sections import text
from workbench import Workbench, say


def measure(bench, names):
    """The findings of the sections, the figures by goal (of a section that failed: that it did), and how many failed."""
    found, figures, failures = [], {}, 0
    # Last, since it takes its rounds before the others.
    for name in sorted(names, key=lambda name: name == "text"):
        say(f"Measuring {name}")
        try:
            if "text" in names and name != "text":
                text.take_round(bench)
            found.append(importlib.import_module(f"sections.{name}").measure(bench))
            figures |= found[-1].figures
        except (Failed, PyMongoError, OSError) as error:
            say(f"{name} FAILED: {error}")
            figures |= {goal.id: "failed to run" for goal in goals_of([name])}
            failures += 1
    return found, figures, failures


def facts(options, peers):
    return [("command", f"`{os.environ.get('BENCH_COMMAND', 'bench/run')}`"), ("rounds", str(options.rounds)),
            *machine.machine(options.folder), *machine.versions(PROJECT, options.server, peers)]


def main():
    options = options_of_run()
    peers = Peers(os.environ.get("PEERS"), os.environ.get("BENCH_NODE_MODULES"))
    bench = Workbench(options, peers)
    found, figures, failures = measure(bench, options.only)
    again = None
    if options.twice:
        say("Once more")
        _, again, failed_again = measure(bench, options.only)
        failures += failed_again
    goals = goals_of(options.only)
    tables = [table for findings in found for table in findings.tables]
    panels = [panel for findings in found for panel in findings.panels]
    print(report.for_terminal(goals, figures, tables, peers.left_out, again))
    if options.scale != 1:
        say(f"The goals are about what --scale 1 measures: at {options.scale:g} they neither hold nor are missed")
    if options.report:
        picture = options.report.with_suffix(".svg")
        page = report.generated(goals, figures, tables, facts(options, peers), peers.left_out, picture.name, again)
        report.write(options.report, page)
        picture.write_text(chart.chart(panels))
        say(f"Written: {options.report} and its .svg")
    return 1 if failures else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("Interrupted: nothing is written")
        sys.exit(130)
