"""What a figure looks like: from which count to which, and which of its ends are known.

The bounds are never closed for the eye: where no upper bound is known a bar fades out, and a figure
that says "about" has no edge at all.
"""

from __future__ import annotations

from dataclasses import dataclass

from morocco_returns.site.facts import Row
from morocco_returns.site.words import PACES, PUBLIC, TIMES

# How far an open end is drawn: a share of the number at which it begins. It ends in nothing.
_FADE = 0.35


@dataclass(frozen=True, slots=True)
class Shape:
    """A bar along an axis of counts.

    ``kind``: exact, range, open (no upper bound), below (a hedge such as "nearly": only the upper
    bound says something) or about (no bounds); ``time`` says how the period is drawn; ``own`` is
    whether a public body prints the figure itself.
    """

    low: int
    high: int
    kind: str
    time: str
    own: bool

    @property
    def colour(self) -> str:
        """The class of its colour, which only repeats what the list beside it says in words."""
        return "own" if self.own else "relay"

    @property
    def outline(self) -> str:
        """The classes of its outline; none where an edge would state a bound that is not known."""
        return f"{self.kind} t-{self.time}" if self.kind in ("exact", "range") else self.kind

    def fill(self, axis: str) -> str:
        """The gradient or pattern that fills it on an ``axis`` of counts (x or y); empty for a plain fill."""
        if self.kind in ("open", "below", "about"):
            return f"{axis}-{self.colour}-{self.kind}"
        return f"{self.colour}-hatch" if self.time == "since" else ""


def shape(figure: Row) -> Shape | None:
    """The shape of a figure; None where it has no number at all."""
    low, high = figure["possible_lower"], figure["possible_upper"]
    if low is None or figure["qualifier"] == "indefinite":
        return None
    time = TIMES.get(figure["period_kind"], "span")
    own = figure["publisher_kind"] in PUBLIC
    if figure["qualifier"] == "about":
        about = figure["approximate_value"]
        spread = max(1, round(about * _FADE))
        return Shape(max(0, about - spread), about + spread, "about", time, own)
    if high is None:
        return Shape(low, low + max(1, round(low * _FADE)), "open", time, own)
    if figure["qualifier"] == "nearly":
        return Shape(low, high, "below", time, own)
    return Shape(low, high, "exact" if low == high else "range", time, own)


def is_count(figure: Row) -> bool:
    """Whether a figure counts a period or a moment; a pace ("five a month") does not."""
    return figure["period_kind"] not in PACES
