"""Lists of figures, each with a bar on an axis that all of its panel share."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from morocco_returns.site.alike import alike
from morocco_returns.site.axis import Axis, panels, round_top
from morocco_returns.site.facts import Row
from morocco_returns.site.shape import Shape, is_count, shape

WIDTH, HEIGHT = 240, 16
_MIDDLE, _THICK, _THIN = HEIGHT / 2, 10, 4


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle: where it lies, and the classes and the fill with which it is drawn."""

    x: float
    y: float
    width: float
    height: float
    colour: str
    outline: str
    fill: str


@dataclass(frozen=True, slots=True)
class Edge:
    """A line where a bound is known."""

    x1: float
    y1: float
    x2: float
    y2: float


@dataclass(frozen=True, slots=True)
class Bar:
    """Figures that say the same, with their rectangle, if they have a number, and its known ends."""

    figures: tuple[Row, ...]
    box: Box | None
    edges: tuple[Edge, ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """The figures that share an axis from zero to ``top``; ``top`` is None where none is drawn."""

    top: int | None
    bars: tuple[Bar, ...]


def listed(figures: Iterable[Row]) -> list[Panel]:
    """Figures in panels of one scale each, the largest numbers first, in order of time."""
    groups = alike(figures)
    drawn = [(rows, mark) for rows in groups if is_count(rows[0]) and (mark := shape(rows[0]))]
    numbers = panels([mark.high for _, mark in drawn])
    found = []
    for panel in range(max(numbers, default=-1) + 1):
        members = [pair for pair, number in zip(drawn, numbers, strict=True) if number == panel]
        top = round_top(max(mark.high for _, mark in members))
        axis = Axis(0, top, 1, WIDTH - 1)
        found.append(Panel(top, tuple(_bar(rows, mark, axis) for rows, mark in members)))
    rest = [rows for rows in groups if not (is_count(rows[0]) and shape(rows[0]))]
    return [*found, Panel(None, tuple(Bar(rows, None, ()) for rows in rest))] if rest else found


def _bar(figures: tuple[Row, ...], mark: Shape, axis: Axis) -> Bar:
    low, high = axis.at(mark.low), axis.at(mark.high)
    paint = (mark.colour, mark.outline, mark.fill("x"))
    if mark.kind == "exact":
        return Bar(figures, Box(round(low - _THIN / 2, 1), 1, _THIN, HEIGHT - 2, *paint), ())
    box = Box(low, _MIDDLE - _THICK / 2, max(2, round(high - low, 1)), _THICK, *paint)
    ends: Sequence[float] = {"open": (low,), "below": (high,)}.get(mark.kind, ())
    return Bar(figures, box, tuple(Edge(x, 1, x, HEIGHT - 1) for x in ends))
