"""Runs the parts of scripts/faults, each a module part_NAME with run(context), which yields the rows of its table."""

import concurrent.futures
import importlib
import multiprocessing
import sys
import time
import traceback

import figures
import report
from context import RESULTS, Context, Row, clear_results, say
from options import options_of_run


#: Of servers and stores that are cut off and started anew, of nights, of tries after a while.
WAITING = {"life", "secrets", "server", "store"}


def rows_of(part, context):
    """A part that fails itself counts as one wrong outcome: nobody knows what it would have found."""
    begin = time.monotonic()
    say(f"Part {part}")
    try:
        yield from importlib.import_module(f"part_{part}").run(context)
    except Exception:
        context.report_wrong(part, "the part itself", "failed", traceback.format_exc(), context.again(part, context.only, context.point))
        yield Row(part, "the part itself", "failed", 1, 1)
    say(f"Part {part} took {time.monotonic() - begin:.0f} s")


def run_parts(options, parts):
    """The rows of each of these parts, tried one after the other, and the wrong outcomes."""
    context = Context(options)
    try:
        return {part: list(rows_of(part, context)) for part in parts}, context.wrong
    finally:
        context.close()


def run_all(options):
    """Parts that mostly wait go beside those that mostly work."""
    groups = [[part for part in options.parts if (part in WAITING) == waits] for waits in (True, False)]
    groups = [group for group in groups if group]
    with concurrent.futures.ProcessPoolExecutor(len(groups), multiprocessing.get_context("fork")) as pool:
        ended = list(pool.map(run_parts, [options] * len(groups), groups))
    rows = {part: rows for of_parts, _ in ended for part, rows in of_parts.items()}
    return {part: rows[part] for part in options.parts}, [one for _, wrong in ended for one in wrong]


def main():
    options = options_of_run()
    clear_results()
    rows_by_part, wrong = run_all(options)
    rows = [row for of in rows_by_part.values() for row in of]
    report.write_results(RESULTS / "results.json", options, rows, wrong)
    if options.docs:
        figures.keep(options, rows_by_part)
    print(report.tables(rows))
    for one in wrong:
        print(report.line_of(one))
    print(report.summary(rows))
    is_tried = any(row.points for row in rows)
    if not is_tried:
        say("Nothing was tried: no part has such a scenario or point")
    return 1 if any(row.wrong for row in rows) or not is_tried else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("Interrupted: nothing is written")
        sys.exit(130)
