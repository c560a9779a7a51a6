"""Dates of documents and events, which may be less precise than a day, as their first and last day."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date
from functools import cache
from typing import Any

from edtf import parse_edtf
from edtf.parser.edtf_exceptions import EDTFParseException

Days = tuple[date | None, date | None]

_REDUCED = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?\Z")
# What the library raises for an interval without a start or an end, or one beyond the calendar.
_NO_DAY = (ArithmeticError, AttributeError, LookupError, TypeError, ValueError)


def reduced_days(text: str | None) -> Days:
    """First and last day of a date of publication (YYYY, YYYY-MM, YYYY-MM-DD); none if there is none."""
    parts = _REDUCED.match(text or "")
    if parts is None:
        return None, None
    year, month, day = (None if part is None else int(part) for part in parts.groups())
    try:
        first = date(year or 0, 1 if month is None else month, 1 if day is None else day)
    except ValueError:
        return None, None
    end = 12 if month is None else month
    return first, first.replace(month=end, day=monthrange(first.year, end)[1]) if day is None else first


def edtf_days(text: str | None) -> Days:
    """First and last day of an EDTF date; none where it is open, unknown or not EDTF."""
    days = reduced_days(text)
    parsed = None if text is None or days != (None, None) else _parsed(text)
    if text is None or parsed is None:
        return days
    unknown_start, unknown_end = text.startswith("/"), text.endswith("/")
    return (
        None if unknown_start else _day(parsed.lower_strict),
        None if unknown_end else _day(parsed.upper_strict),
    )


def is_edtf(text: str) -> bool:
    """Whether the text is a date in EDTF."""
    return reduced_days(text) != (None, None) or _parsed(text) is not None


@cache  # reading a date takes the library milliseconds: ordinary days, months and years go without it
def _parsed(text: str) -> Any:
    try:
        return parse_edtf(text)
    except (EDTFParseException, *_NO_DAY):
        return None


def _day(edge: Callable[[], tuple[int, ...]]) -> date | None:
    try:
        return date(*edge()[:3])
    except _NO_DAY:
        return None
