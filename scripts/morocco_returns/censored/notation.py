"""Canonical text of bounds: "6", "[0, 4]", "[5001, )", "(, 4]" and "(, )"."""

from __future__ import annotations

import re

Bounds = tuple[int | None, int | None]

INT64_MIN = -(2**63)
INT64_MAX = 2**63 - 1

_INTEGER = "(?:0|-?[1-9][0-9]*)"
_EXACT = re.compile(_INTEGER)
_INTERVAL = re.compile(rf"(?:\[({_INTEGER})|\(), ?(?:({_INTEGER})\]|\))")


def format_bounds(lower: int | None, upper: int | None) -> str:
    """Canonical text of one pair of closed bounds; `None` is an open side."""
    if lower is not None and lower == upper:
        return str(lower)
    left = "(" if lower is None else f"[{lower}"
    right = ")" if upper is None else f"{upper}]"
    return f"{left}, {right}"


def parse_bounds(text: str) -> Bounds:
    """Bounds of one canonical text, the inverse of `format_bounds`.

    Raises ValueError for any other text: words, thousands marks and decimal points belong to a
    reader that knows the locale of the print.
    """
    if _EXACT.fullmatch(text):
        return check_bounds(int(text), int(text))
    match = _INTERVAL.fullmatch(text)
    if match is None:
        raise ValueError(
            f"{text!r} is not interval notation; write a plain integer ('6'), '[0, 4]', "
            "'[5001, )', '(, 4]' or '(, )'. A printed figure with words, signs or thousands "
            "marks has to be read in its locale first"
        )
    lower, upper = match.groups()
    return check_bounds(None if lower is None else int(lower), None if upper is None else int(upper))


def check_bounds(lower: int | None, upper: int | None) -> Bounds:
    """The same bounds, once they are in order and fit 64-bit integers.

    Raises ValueError if `lower > upper`, OverflowError outside the range of int64.
    """
    for bound in (lower, upper):
        if bound is not None and not INT64_MIN <= bound <= INT64_MAX:
            raise OverflowError(
                f"bound {bound} does not fit a 64-bit integer; counts of this size need another "
                "unit (thousands, say)"
            )
    if lower is not None and upper is not None and lower > upper:
        raise ValueError(
            f"lower bound {lower} is above upper bound {upper}; no count lies between them, so "
            "swap or correct them"
        )
    return lower, upper
