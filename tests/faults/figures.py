"""The figures of the long form: kept in figures.json by part, each with what it was made with, and shown between two marks of
docs/reliability.md. A part that is tried again replaces its own."""

import dataclasses
import json
import os
import pathlib
import subprocess

import report
from context import Row
from options import PROJECT

BEGIN = "<!-- faults: scripts/faults --long --docs writes what stands from here on to the next mark -->"
END = "<!-- /faults -->"
DOCUMENT = PROJECT / "docs/reliability.md"
KEPT = pathlib.Path(__file__).with_name("figures.json")


def version():
    tag = subprocess.run(["git", "-C", str(PROJECT), "describe", "--always", "--dirty"], capture_output=True, text=True)
    return tag.stdout.strip() or "unknown"


def keep(options, rows_by_part):
    """Takes the rows of these parts, and writes the document anew."""
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    servers = os.environ.get("FAULTS_SERVERS", "the servers of scripts/servers")
    for part, rows in rows_by_part.items():
        kept[part] = {"version": version(), "seed": options.seed, "servers": servers, "rows": [dataclasses.asdict(row) for row in rows]}
    KEPT.write_text(json.dumps(dict(sorted(kept.items())), indent=1) + "\n")
    before, begin, rest = DOCUMENT.read_text().partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{DOCUMENT} has no marks to write between: {BEGIN} and {END}")
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{text_of(kept)}\n\n{END}{after}")


def text_of(kept):
    rows = {part: [Row(**row) for row in figures["rows"]] for part, figures in sorted(kept.items())}
    every = [row for of in rows.values() for row in of]
    blocks = [f"{report.summary(every)}. A number is the points tried; what came out wrong stands beside it."]
    for part, of in rows.items():
        made = kept[part]
        blocks.append(f"`scripts/faults --long --docs --seed {made['seed']} {part}`, mongokeep {made['version']}, {made['servers']}: "
                      f"{report.summary(of)}.")
        blocks.append(report.tables(of))
    return "\n\n".join(blocks)
