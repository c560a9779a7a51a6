"""What a printed figure means: the reading, its code list, its bounds and its errors.

Nothing here needs a library or a language. The names are those of the `observations` table.
"""

from __future__ import annotations

import operator
from dataclasses import dataclass

QUALIFIERS: tuple[str, ...] = (
    "exact",
    "about",
    "nearly",
    "less_than",
    "at_most",
    "more_than",
    "slightly_more_than",
    "at_least",
    "between",
    "indefinite",
)
"""The code list `qualifier`, in its published order."""

LARGEST = 2**53
"""Largest number read: above it a spreadsheet or a script in floats would lose the last digit."""


class PrintedError(ValueError):
    """A text that cannot be read as one printed figure; the message says what to do instead."""


class AmbiguousFigure(PrintedError):
    """A text with two honest readings; the message gives both, and none is chosen."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one printed figure states; the fields are columns of `observations`.

    All numbers are counts (whole, never negative). `value` is filled only for an unqualified
    number, `approximate_value` only for "about N". The bounds are closed; an empty upper bound
    means that none is known. `obs_status` is "M" for a printed dash, "O" for a blank or a mark
    such as ".", and empty for every figure; with a status all other fields are empty.
    """

    qualifier: str | None
    value: int | None
    approximate_value: int | None
    lower_bound: int | None
    upper_bound: int | None
    obs_status: str | None


def bounds(qualifier: str, number: int | None, second: int | None = None) -> tuple[int | None, int | None]:
    """Give the closed bounds that a qualifier strictly implies, `(lower, upper)`, in counts.

    `number` is the printed number; `second` is the higher end and belongs to `between` alone;
    `indefinite` takes neither. An upper bound of None means that the print sets none.

    Raises ValueError for an unknown qualifier, a missing, superfluous or negative number,
    reversed ends, and for "less than 0" or "nearly 0", which no count can satisfy. Raises TypeError
    for a number that is not whole.
    """
    if qualifier not in QUALIFIERS:
        known = ", ".join(QUALIFIERS)
        raise ValueError(f"unknown qualifier {qualifier!r}: use one of {known}")
    if qualifier == "indefinite":
        if number is not None or second is not None:
            raise ValueError("'indefinite' states no number: pass None, or use 'about'")
        return 0, None
    first = _count(qualifier, number)
    if qualifier == "between":
        last = _count(qualifier, second)
        if first > last:
            raise ValueError(f"the ends are reversed: {first} is above {last}; give the lower first")
        return first, last
    if second is not None:
        raise ValueError(f"{qualifier!r} takes one number: a second one belongs to 'between'")
    return _one_number_bounds(qualifier, first)


def _one_number_bounds(qualifier: str, number: int) -> tuple[int, int | None]:
    if qualifier in ("less_than", "nearly"):
        if number == 0:
            raise ValueError(f"{qualifier!r} 0 would be negative: a count cannot be below 0")
        return 0, number - 1
    if qualifier in ("more_than", "slightly_more_than"):
        return number + 1, None
    if qualifier == "at_least":
        return number, None
    if qualifier == "at_most":
        return 0, number
    if qualifier == "about":
        return 0, None
    return number, number


def _count(qualifier: str, number: int | None) -> int:
    if number is None:
        needed = "two numbers" if qualifier == "between" else "a number"
        raise ValueError(f"{qualifier!r} needs {needed}")
    if isinstance(number, bool):
        raise TypeError("True and False are not counts: pass a whole number")
    try:
        count = operator.index(number)
    except TypeError:
        raise TypeError(f"{number!r} is not a count: pass a whole number") from None
    if count < 0:
        raise ValueError(f"{count} is negative: counts start at 0")
    return count


def figure(qualifier: str, number: int | None = None, second: int | None = None) -> Reading:
    """Build the reading of one qualified number; arguments and errors as in `bounds`."""
    lower, upper = bounds(qualifier, number, second)
    return Reading(
        qualifier=qualifier,
        value=number if qualifier == "exact" else None,
        approximate_value=number if qualifier == "about" else None,
        lower_bound=lower,
        upper_bound=upper,
        obs_status=None,
    )


def no_figure(obs_status: str) -> Reading:
    """Build the reading of a cell without a figure: status "M" (dash) or "O" (blank)."""
    return Reading(None, None, None, None, None, obs_status)
