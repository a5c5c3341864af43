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
    """Takes the rows of these parts, and writes the document anew. Of a part of which some scenarios alone were tried (--only)
    the others stay, with the version that they were tried with."""
    kept = json.loads(KEPT.read_text()) if KEPT.exists() else {}
    for part, rows in rows_by_part.items():
        servers = os.environ.get("FAULTS_STORES" if part == "store" else "FAULTS_SERVERS", "the servers of scripts/servers")
        told = [dataclasses.asdict(row) for row in rows]
        if options.only:
            if part not in kept or (kept[part]["seed"], kept[part]["servers"]) != (options.seed, servers):
                raise SystemExit(f"{KEPT} has no figures of all of {part} with this seed and these servers: leave --only out")
            kept[part]["rows"] = replaced(kept[part]["rows"], [row | {"version": version()} for row in told])
        else:
            kept[part] = {"version": version(), "seed": options.seed, "servers": servers, "rows": told}
    KEPT.write_text(json.dumps(dict(sorted(kept.items())), indent=1) + "\n")
    before, begin, rest = DOCUMENT.read_text().partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{DOCUMENT} has no marks to write between: {BEGIN} and {END}")
    DOCUMENT.write_text(f"{before}{BEGIN}\n\n{text_of(kept)}\n\n{END}{after}")


def replaced(rows, again):
    """The rows with those of the scenarios that were tried again in their places."""
    def scenario(row):
        return row["part"], row["scenario"]
    result, tried, placed = [], {scenario(row) for row in again}, set()
    for row in rows:
        if scenario(row) not in tried:
            result.append(row)
        elif scenario(row) not in placed:
            placed.add(scenario(row))
            result += [one for one in again if scenario(one) == scenario(row)]
    return result + [row for row in again if scenario(row) not in placed]


def versions_of(made):
    """Of a part, and of those of its scenarios that were tried again by themselves."""
    again = {}
    for row in made["rows"]:
        if row.get("version", made["version"]) != made["version"]:
            again.setdefault(row["version"], []).append(row["scenario"])
    return made["version"] + "".join(f" (`{'`, `'.join(dict.fromkeys(scenarios))}`: {tag})" for tag, scenarios in again.items())


def text_of(kept):
    rows = {part: [Row(**{name: value for name, value in row.items() if name != "version"}) for row in figures["rows"]]
            for part, figures in sorted(kept.items())}
    every = [row for of in rows.values() for row in of]
    blocks = [f"{report.summary(every)}. A number is the points tried; what came out wrong stands beside it."]
    for part, of in rows.items():
        made = kept[part]
        blocks.append(f"`scripts/faults --long --docs --seed {made['seed']} {part}`, mongokeep {versions_of(made)}, {made['servers']}: "
                      f"{report.summary(of)}.")
        blocks.append(report.tables(of))
        if part == "store" and not any(row.wrong for row in of):
            blocks.append(claims_of(of))
    return "\n\n".join(blocks)


def claims_of(rows):
    """What no point of the part `store` has come to, and how many points each was looked for at."""
    def points(condition):
        return f"{sum(row.points for row in rows if condition(row)):,}"
    return (f"Kills of the program, of rclone or of the store: {points(lambda row: row.kind.endswith('killed'))}. Backups listed complete in a store that "
            f"are not: 0; files that had arrived and were shipped again: 0 (looked for after each of {points(lambda row: row.scenario.startswith('push'))} "
            "disturbed pushes). Keys of an S3 store in the arguments of children (sampled while they run), in logs, reports or files of the root: 0 "
            f"({points(lambda row: 'versitygw' in row.scenario)} points).")
