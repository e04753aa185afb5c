"""Shapes for inline SVG: paths and percent positions. All text stays in HTML.

For: tiles, the topic table and the bridge. Not for: numbers a reader reads.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 100, 24


@dataclass(frozen=True)
class Spark:
    """Two SVG paths in a box of 100 x 24: the line and the area under it; empty strings below two values."""

    line: str
    area: str


def spark(values: Sequence[float]) -> Spark:
    """A sparkline from the first value to the last; the scale is its own, lowest to highest."""
    if len(values) < 2:
        return Spark("", "")
    low, high = min(values), max(values)
    span = (high - low) or 1.0
    across = WIDTH / (len(values) - 1)
    points = [
        f"{i * across:.1f} {HEIGHT - 3 - (value - low) / span * (HEIGHT - 6):.1f}" for i, value in enumerate(values)
    ]
    line = "M" + "L".join(points)
    return Spark(line, f"{line}V{HEIGHT}H0Z")


@dataclass(frozen=True)
class Axis:
    """A scale from data to percent of the width, with a margin on both sides."""

    low: float
    high: float
    margin: float = 4.0

    def at(self, x: float) -> str:
        """Where `x` stands, as an SVG percentage."""
        span = (self.high - self.low) or 1.0
        place = self.margin + (x - self.low) / span * (100 - 2 * self.margin)
        return f"{min(max(place, 0.0), 100.0):.2f}%"

    def width(self, left: float, right: float) -> str:
        """How wide from `left` to `right`, as an SVG percentage; never so thin that it cannot be seen."""
        span = (self.high - self.low) or 1.0
        return f"{max(abs(right - left) / span * (100 - 2 * self.margin), 0.6):.2f}%"
