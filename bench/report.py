"""The outcome as text: for a terminal, and for docs/performance.md between two marks that a re-run looks for."""

from measure import LEAST_SPREAD, Figure

BEGIN = "<!-- measured: bench/run writes what stands from here on to the next mark -->"
END = "<!-- /measured -->"
HOW_TO_READ = ("Figures are ratios of medians, unless a unit says otherwise; the spread is from the lowest to the highest of the rounds, "
               f"and {LEAST_SPREAD:.0%} either way at least.")
INTRODUCTION = """# Performance

Measured by `bench/run`: everything side by side, in turns, in one run, on one server and the same data.

"""


def number(value, unit=""):
    return f"{value:.2f} {unit}".strip() if abs(value) < 100 else f"{value:.0f} {unit}".strip()


def goal_row(goal, figure):
    wanted = f"{goal.direction} {goal.bound:g} {goal.unit}".strip()
    if not isinstance(figure, Figure):
        return [goal.sentence, "–", "–", wanted, figure]
    spread = f"{number(figure.low)} … {number(figure.high)}"
    return [goal.sentence, number(figure.value, goal.unit), spread, wanted, "holds" if goal.holds(figure.value) else "missed"]


def goal_rows(goals, figures):
    return [["goal", "figure", "spread", "wanted", "outcome"], *(goal_row(goal, figures[goal.id]) for goal in goals)]


def agreement_rows(goals, first, second):
    """How two runs in a row came out, and whether they agree."""
    rows = [["goal", "first run", "second run", "either within the other's spread"]]
    for goal in goals:
        figures = first[goal.id], second[goal.id]
        cells = []
        for figure in figures:
            _, value, spread, _, outcome = goal_row(goal, figure)
            cells.append(f"{value} ({spread}) {outcome}" if isinstance(figure, Figure) else figure)
        both = all(isinstance(figure, Figure) for figure in figures)
        rows.append([goal.sentence, *cells, ("yes" if figures[0].agrees_with(figures[1]) else "no") if both else "–"])
    return rows


def plain(rows):
    """Columns, for a terminal."""
    widths = [max(map(len, column)) for column in zip(*rows)]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows)


def markdown(rows):
    first, *others = rows
    lines = [first, ["---"] * len(first), *others]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in row) + " |" for row in lines)


def for_terminal(goals, figures, tables, left_out, again=None):
    parts = [f"{table.title}\n{plain([table.headings, *table.rows])}" for table in tables]
    parts.append(plain(goal_rows(goals, figures)) + "\n" + HOW_TO_READ)
    if again:
        parts.append(plain(agreement_rows(goals, figures, again)))
    if left_out:
        parts.append("left out, not on this machine: " + ", ".join(left_out))
    return "\n\n".join(parts)


def generated(goals, figures, tables, facts, left_out, picture, again=None):
    parts = ["## The goals", markdown(goal_rows(goals, figures)),
             HOW_TO_READ,
             f"![Chart of the measurements]({picture})"]
    if again:
        parts += ["## Twice in a row", "The tables are of the first of two runs, one right after the other.",
                  markdown(agreement_rows(goals, figures, again))]
    parts.append("## What stands behind them")
    for table in tables:
        parts += [f"**{table.title}.**", markdown([table.headings, *table.rows])]
    parts += ["## Where, and with what", markdown([["", ""], *([what, which] for what, which in facts)])]
    parts.append("Left out, since this machine lacks it: " + ", ".join(left_out) + "." if left_out else "No peer was left out.")
    return "\n\n".join(parts)


def write(path, text):
    """Between the marks of the file; all else in it is written by hand and stays."""
    old = path.read_text() if path.exists() else INTRODUCTION + BEGIN + "\n" + END + "\n"
    before, begin, rest = old.partition(BEGIN)
    _, end, after = rest.partition(END)
    if not begin or not end:
        raise SystemExit(f"{path} has no marks to write between: {BEGIN} and {END}")
    path.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}")
