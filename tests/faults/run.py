"""Runs the parts of scripts/faults, each a module part_NAME with run(context), which yields the rows of its table."""

import importlib
import sys
import time
import traceback

import report
from context import Context, Row, say
from options import options_of_run


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


def main():
    options = options_of_run()
    context = Context(options)
    try:
        rows = [row for part in options.parts for row in rows_of(part, context)]
    finally:
        context.close()
    report.write_results(context.results / "results.json", options, rows, context.wrong)
    if options.docs:
        report.write_docs(options, rows)
    print(report.tables(rows))
    print(report.summary(rows))
    return 1 if any(row.wrong for row in rows) or not rows else 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        say("Interrupted: nothing is written")
        sys.exit(130)
