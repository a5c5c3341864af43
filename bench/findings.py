"""What a section found: figures for goals, tables of what stands behind them, panels of the chart."""

from dataclasses import dataclass, field

from measure import medians


@dataclass
class Table:
    title: str
    headings: list
    rows: list


@dataclass
class Bars:
    """A panel of the chart: a bar for each of (name, value, whether it is mongokeep's)."""
    title: str
    rows: list


@dataclass
class Lines:
    """A panel of the chart: a line through (x, y), and where it would be if it were straight."""
    title: str
    points: list
    straight: list


@dataclass
class Findings:
    """Each figure by its goal, or a sentence that says why there is none."""
    figures: dict = field(default_factory=dict)
    tables: list = field(default_factory=list)
    panels: list = field(default_factory=list)


def table_of(title, measured):
    """Medians of what was measured in turns."""
    rows = []
    for name, samples in measured.items():
        one = medians(samples)
        rows.append([name, f"{one.wall:.2f}", f"{one.cpu:.2f}", f"{one.peak:.0f}", f"{one.size:.1f}" if one.size else "–"])
    return Table(title, ["", "wall s", "client CPU s", "peak MiB", "written MB"], rows)


def bars_of(title, measured, column):
    return Bars(title, [(name, getattr(medians(samples), column), name.startswith("mongokeep")) for name, samples in measured.items()])
