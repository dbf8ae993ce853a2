"""The plot of quality against time, as an SVG that is readable on light and dark pages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

from tests.benchmarks.rouge import Gain

_WIDTH, _HEIGHT = 760, 460
_LEFT, _RIGHT, _TOP, _BOTTOM = 64, 24, 76, 56
_CHARACTER, _LINE = 7.0, 16.0  # of a label, in pixels

_HINT = "Higher is better, further left is faster; bars hold the gain with 95 % certainty."
_ACROSS = "CPU ms per article, median (logarithmic)"
_UPWARDS = "R-1 over the lead"
_STYLE = """
  text { font: 13px system-ui, -apple-system, "Segoe UI", sans-serif; fill: #59636e }
  .card { fill: #fff; stroke: #d1d9e0 }
  .title { font-size: 16px; font-weight: 600; fill: #1f2328 }
  .grid { stroke: #d1d9e0; stroke-width: 1; opacity: .6 }
  .zero { stroke: #59636e; stroke-width: 1.25; stroke-dasharray: 5 4 }
  .other { fill: #818b98; stroke: #818b98 }
  .ours { fill: #0969da; stroke: #0969da }
  .name { fill: #1f2328; stroke: #fff; stroke-width: 4; paint-order: stroke }
  .name.ours { font-weight: 600; fill: #0969da; stroke: #fff }
  .range { stroke-width: 2; opacity: .35 }
  @media (prefers-color-scheme: dark) {
    text { fill: #9198a1 }
    .card { fill: #0d1117; stroke: #3d444d }
    .title, .name { fill: #f0f6fc }
    .name { stroke: #0d1117 }
    .grid { stroke: #3d444d }
    .zero { stroke: #9198a1 }
    .other { fill: #9198a1; stroke: #9198a1 }
    .ours { fill: #4493f8; stroke: #4493f8 }
    .name.ours { fill: #4493f8; stroke: #0d1117 }
  }
"""


@dataclass(frozen=True, slots=True)
class Point:
    """One system.

    Attributes:
        name: Its label.
        milliseconds: CPU time per article, above 0.
        gain: Of R-1 over the lead.
        is_ours: Whether it is the one to look at.
    """

    name: str
    milliseconds: float
    gain: Gain
    is_ours: bool = False


def plot(points: Sequence[Point], *, title: str) -> str:
    """Return the drawing: time to the right on a logarithmic scale, gain upwards.

    Args:
        points: At least one.
        title: What was measured.
    """
    scale = _Scale.around(points)
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_WIDTH} {_HEIGHT}" role="img">',
            f"<title>{escape(title)}</title>",
            f"<style>{_STYLE}</style>",
            f'<rect class="card" x="1" y="1" width="{_WIDTH - 2}" height="{_HEIGHT - 2}" rx="8"/>',
            f'<text class="title" x="{_LEFT}" y="30">{escape(title)}</text>',
            f'<text x="{_LEFT}" y="52">{_HINT}</text>',
            *_axes(scale),
            *(_dot(point, scale) for point in points),
            *_names(points, scale),
            "</svg>\n",
        ]
    )


@dataclass(frozen=True, slots=True)
class _Scale:
    """From values to pixels."""

    fastest: float
    slowest: float
    lowest: float
    highest: float

    @classmethod
    def around(cls, points: Sequence[Point]) -> _Scale:
        times = [point.milliseconds for point in points]
        return cls(
            min(times) / 1.5,
            max(times) * 2.2,  # names stand to the right of their dots
            math.floor(min(0.0, *(point.gain.low for point in points))),
            math.ceil(max(1.0, *(point.gain.high for point in points))),
        )

    def x(self, milliseconds: float) -> float:
        share = math.log(milliseconds / self.fastest) / math.log(self.slowest / self.fastest)
        return _LEFT + share * (_WIDTH - _LEFT - _RIGHT)

    def y(self, gain: float) -> float:
        share = (self.highest - gain) / (self.highest - self.lowest)
        return _TOP + share * (_HEIGHT - _TOP - _BOTTOM)


def _axes(scale: _Scale) -> list[str]:
    right, bottom = _WIDTH - _RIGHT, _HEIGHT - _BOTTOM
    drawn = []
    step = max(1, round((scale.highest - scale.lowest) / 8))
    for gain in range(int(scale.lowest), int(scale.highest) + 1):
        if gain % step:
            continue
        y, kind = scale.y(gain), "grid" if gain else "zero"
        drawn += [
            f'<line class="{kind}" x1="{_LEFT}" x2="{right}" y1="{y:.1f}" y2="{y:.1f}"/>',
            f'<text x="{_LEFT - 10}" y="{y + 4:.1f}" text-anchor="end">{_signed(gain)}</text>',
        ]
    for milliseconds in _round_numbers(scale.fastest, scale.slowest):
        x = scale.x(milliseconds)
        drawn += [
            f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{bottom}"/>',
            f'<text x="{x:.1f}" y="{bottom + 20}" text-anchor="middle">{milliseconds:g}</text>',
        ]
    centre, middle = (_LEFT + right) / 2, (_TOP + bottom) / 2
    turned = f'transform="translate(20 {middle}) rotate(-90)"'
    return [
        *drawn,
        f'<text x="{centre}" y="{bottom + 42}" text-anchor="middle">{_ACROSS}</text>',
        f'<text {turned} text-anchor="middle">{_UPWARDS}</text>',
    ]


def _dot(point: Point, scale: _Scale) -> str:
    x, y = scale.x(point.milliseconds), scale.y(point.gain.mean)
    kind = "ours" if point.is_ours else "other"
    low, high = scale.y(point.gain.low), scale.y(point.gain.high)
    return (
        f'<line class="range {kind}" x1="{x:.1f}" x2="{x:.1f}" y1="{low:.1f}" y2="{high:.1f}"/>'
        f'<circle class="{kind}" cx="{x:.1f}" cy="{y:.1f}" r="{6 if point.is_ours else 4.5}"/>'
    )


@dataclass(frozen=True, slots=True)
class _Box:
    left: float
    top: float
    width: float
    height: float

    def meets(self, other: _Box) -> bool:
        return (
            self.left < other.left + other.width
            and other.left < self.left + self.width
            and self.top < other.top + other.height
            and other.top < self.top + self.height
        )


def _names(points: Sequence[Point], scale: _Scale) -> list[str]:
    """Write each name beside its dot, where it meets the fewest others."""
    dots = {point.name: (scale.x(point.milliseconds), scale.y(point.gain.mean)) for point in points}
    taken = [_Box(x - 6, y - 6, 12, 12) for x, y in dots.values()]
    drawn = []
    for point in sorted(points, key=lambda point: -point.gain.mean):
        x, y = dots[point.name]
        width = _CHARACTER * len(point.name)
        spots = [
            _Box(left, y + dy - _LINE / 2, width, _LINE)
            for dy in (0, -8, 8, -16, 16)
            for left in (x + 10, x - 10 - width)
            if left >= _LEFT and left + width <= _WIDTH
        ]
        best = min(spots, key=lambda spot: sum(spot.meets(box) for box in taken))
        taken.append(best)
        kind = "name ours" if point.is_ours else "name"
        drawn.append(
            f'<text class="{kind}" x="{best.left:.1f}" y="{best.top + _LINE / 2 + 4:.1f}">'
            f"{escape(point.name)}</text>"
        )
    return drawn


def _round_numbers(low: float, high: float) -> list[float]:
    """Return 1, 2, 5, 10, 20, 50 and so on between two values."""
    powers = range(math.floor(math.log10(low)), math.ceil(math.log10(high)) + 1)
    numbers = [factor * 10.0**power for power in powers for factor in (1, 2, 5)]
    return [number for number in numbers if low <= number <= high]


def _signed(gain: int) -> str:
    return f"{gain:+d}".replace("-", "−") if gain else "0"
