"""The chart: panels of bars and lines as SVG, readable on a light ground and on a dark one."""

from html import escape

from findings import Bars

WIDTH, GAP, LABELS = 860, 28, 210
BAR, STEP = 14, 22
HEIGHT = 110  # of a panel of lines
STYLE = """
text { font: 12px system-ui, sans-serif; fill: #57606a }
.title { font-weight: 600; font-size: 13px; fill: #1f2328 }
.ours { fill: #1f77b4 } .theirs { fill: #8c959f } .axis { stroke: #8c959f }
.line { stroke: #1f77b4; fill: none; stroke-width: 2 } .straight { stroke: #8c959f; stroke-dasharray: 4 4 }
@media (prefers-color-scheme: dark) {
  text { fill: #9da7b1 } .title { fill: #e6edf3 } .ours { fill: #58a6ff } .line { stroke: #58a6ff }
}
"""


def text(x, y, words, kind="", anchor="start"):
    return f'<text x="{x:.0f}" y="{y:.0f}" class="{kind}" text-anchor="{anchor}">{escape(words)}</text>'


def short(value):
    return f"{value:,.0f}" if value >= 100 else f"{value:.2f}"


def bars(panel, top):
    """The panel's elements, and how high it is."""
    most = max(value for _, value, _ in panel.rows)
    drawn = [text(0, top + 12, panel.title, "title")]
    for place, (name, value, is_ours) in enumerate(panel.rows):
        y = top + 24 + place * STEP
        length = value / most * (WIDTH - LABELS - 80)
        kind = "ours" if is_ours else "theirs"
        drawn.append(text(LABELS - 8, y + 11, name, anchor="end"))
        drawn.append(f'<rect x="{LABELS}" y="{y}" width="{length:.1f}" height="{BAR}" rx="2" class="{kind}"/>')
        drawn.append(text(LABELS + length + 6, y + 11, short(value)))
    return drawn, 24 + len(panel.rows) * STEP


def lines(panel, top):
    """Both axes begin at 0, so that what is straight, or flat, looks it."""
    wide = max(x for x, _ in panel.points)
    high = max(y for _, y in panel.points + panel.straight) or 1
    floor = top + 24 + HEIGHT

    def place(point):
        return LABELS + point[0] / wide * (WIDTH - LABELS - 80), floor - point[1] / high * HEIGHT

    def path(points):
        return " ".join(f"{x:.1f},{y:.1f}" for x, y in map(place, points))

    drawn = [text(0, top + 12, panel.title, "title"),
             f'<path d="M{LABELS},{floor - HEIGHT} V{floor} H{WIDTH - 80}" fill="none" class="axis"/>',
             f'<polyline points="{path(panel.straight)}" class="straight"/>', f'<polyline points="{path(panel.points)}" class="line"/>']
    for point in panel.points:
        x, y = place(point)
        drawn.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" class="ours"/>')
    x, y = place(panel.points[-1])
    drawn += [text(x + 8, y + 4, short(panel.points[-1][1])), text(x, floor + 16, f"{wide:,}", anchor="middle"),
              text(LABELS, floor + 16, "0", anchor="middle")]
    return drawn, 24 + HEIGHT + 20


def chart(panels):
    """The whole SVG, one panel below the other."""
    drawn, top = [], 8
    for panel in panels:
        elements, height = (bars if isinstance(panel, Bars) else lines)(panel, top)
        drawn += elements
        top += height + GAP
    return (f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="-8 0 {WIDTH + 16} {top}" width="{WIDTH + 16}" height="{top}">\n'
            f"<style>{STYLE}</style>\n" + "\n".join(drawn) + "\n</svg>\n")
