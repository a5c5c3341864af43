"""The figures of a run: build/faults/results.json, and tables for a person."""

import dataclasses
import json
import os


def write_results(path, options, rows, wrong):
    results = {"command": os.environ.get("FAULTS_COMMAND", "tests/faults/run.py"), "seed": options.seed, "long": options.long,
               "rows": [dataclasses.asdict(row) for row in rows], "wrong": wrong}
    path.write_text(json.dumps(results, indent=1) + "\n")


def cell(rows):
    points, wrong = sum(row.points for row in rows), sum(row.wrong for row in rows)
    if not rows:
        return ""
    return f"{points:,}" if wrong == 0 else f"{points:,}, **{wrong} wrong**"


def table_of_part(part, rows):
    """Scenarios down, kinds across."""
    rows = [row for row in rows if row.part == part]
    kinds = list(dict.fromkeys(row.kind for row in rows))
    scenarios = list(dict.fromkeys(row.scenario for row in rows))
    lines = [[part, *kinds], ["---"] * (len(kinds) + 1)]
    for scenario in scenarios:
        lines.append([scenario, *(cell([row for row in rows if (row.scenario, row.kind) == (scenario, kind)]) for kind in kinds)])
    if len(scenarios) > 1:
        lines.append(["all", *(cell([row for row in rows if row.kind == kind]) for kind in kinds)])
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def tables(rows):
    return "\n\n".join(table_of_part(part, rows) for part in dict.fromkeys(row.part for row in rows))


def summary(rows):
    return f"{sum(row.points for row in rows):,} points tried, {sum(row.wrong for row in rows):,} wrong"


def line_of(wrong):
    """What was said when it was found stands far above the tables, and the last lines are what CI keeps."""
    text = " ".join(wrong["text"].split())
    return f"WRONG: {wrong['part']}, {wrong['scenario']}, {wrong['kind']}: {text[:600]} (again: {wrong['again']})"
