"""The plot of what building digests costs, as an SVG for light and dark pages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

_WIDTH, _HEIGHT = 760, 420
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 150, 76, 56
_STYLE = """
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #59636e }
  .card { fill: #fff; stroke: #d1d9e0 }
  .title { font-size: 16px; font-weight: 600; fill: #1f2328 }
  .grid { stroke: #d1d9e0; stroke-width: 1; opacity: .6 }
  .target { stroke: #59636e; stroke-width: 1.25; stroke-dasharray: 5 4 }
  .line0 { stroke: #0969da; fill: #0969da }
  .line1 { stroke: #818b98; fill: #818b98 }
  .line2 { stroke: #bf8700; fill: #bf8700 }
  polyline { fill: none !important; stroke-width: 2 }
  text.line0, text.line1, text.line2 { stroke: none }
  @media (prefers-color-scheme: dark) {
    text { fill: #9198a1 }
    .card { fill: #0d1117; stroke: #3d444d }
    .title { fill: #f0f6fc }
    .grid { stroke: #3d444d }
    .line0 { stroke: #4493f8; fill: #4493f8 }
  }
"""


@dataclass(frozen=True, slots=True)
class Line:
    """What was measured at several sizes.

    Attributes:
        name: Its label.
        points: Subscribers and seconds, smallest size first.
    """

    name: str
    points: Sequence[tuple[int, float]]


def plot(lines: Sequence[Line], *, title: str, hint: str, target: float) -> str:
    """Return the drawing: subscribers to the right, seconds upwards, both from 0.

    Args:
        lines: At most three, each with at least one point.
        title: What was measured.
        hint: How to read it.
        target: Seconds that the largest size may take.
    """
    widest = max(size for line in lines for size, _ in line.points)
    highest = 1.1 * max(target, *(seconds for line in lines for _, seconds in line.points))

    def x(size: float) -> float:
        return _LEFT + size / widest * (_WIDTH - _LEFT - _RIGHT)

    def y(seconds: float) -> float:
        return _HEIGHT - _BOTTOM - seconds / highest * (_HEIGHT - _TOP - _BOTTOM)

    right, bottom = x(widest), y(0)
    drawn = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
        f"<title>{escape(title)}</title>",
        f"<style>{_STYLE}</style>",
        f'<rect class="card" x="1" y="1" width="{_WIDTH - 2}" height="{_HEIGHT - 2}" rx="8"/>',
        f'<text class="title" x="{_LEFT}" y="30">{escape(title)}</text>',
        f'<text x="{_LEFT}" y="52">{escape(hint)}</text>',
    ]
    step = next(each for each in (5, 10, 20, 50, 100, 200, 500) if highest / each <= 8)
    for seconds in range(0, int(highest) + 1, step):
        drawn += [
            _across("grid", right, y(seconds)),
            f'<text x="{_LEFT - 10}" y="{y(seconds) + 4:.1f}" text-anchor="end">{seconds}</text>',
        ]
    drawn += [
        f'<text x="{x(size):.1f}" y="{bottom + 20}" text-anchor="middle">{size:,}</text>'
        for size in sorted({size for line in lines for size, _ in line.points})
    ]
    drawn += [
        _across("target", right, y(target)),
        f'<text x="{right + 8}" y="{y(target) + 4:.1f}">wanted: {target:g} s</text>',
    ]
    for number, line in enumerate(lines):
        drawn += _drawn(line, number, [(x(size), y(seconds)) for size, seconds in line.points])
    centre, middle = (_LEFT + right) / 2, (_TOP + bottom) / 2
    turned = f'transform="translate(20 {middle}) rotate(-90)" text-anchor="middle"'
    drawn += [
        f'<text x="{centre}" y="{bottom + 42}" text-anchor="middle">subscribers due at once</text>',
        f"<text {turned}>seconds</text>",
        "</svg>\n",
    ]
    return "\n".join(drawn)


def _across(kind: str, right: float, y: float) -> str:
    return f'<line class="{kind}" x1="{_LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>'


def _drawn(line: Line, number: int, spots: Sequence[tuple[float, float]]) -> list[str]:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in spots)
    x, y = spots[-1]
    return [
        f'<polyline class="line{number}" points="{path}"/>',
        *(f'<circle class="line{number}" cx="{x:.1f}" cy="{y:.1f}" r="4"/>' for x, y in spots),
        f'<text class="line{number}" x="{x + 10:.1f}" y="{y + 4:.1f}">{escape(line.name)}</text>',
    ]
