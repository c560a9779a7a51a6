"""Figures that say the same, however many documents print them: one mark, with every source."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from morocco_returns.site.facts import Row
from morocco_returns.site.words import PUBLIC

# Figures that agree in all of these say the same.
_SAID = (
    "possible_lower",
    "possible_upper",
    "approximate_value",
    "qualifier",
    "obs_status",
    "conf_status",
    "area_id",
    "indicator_id",
    "population_id",
    "destination_id",
    "period_kind",
    "period_start",
    "period_end",
)
_NO_DATE = dt.date(9999, 1, 1)


def alike(figures: Iterable[Row]) -> list[tuple[Row, ...]]:
    """Figures in groups that say the same, in order of time; in a group public bodies come first."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in sorted(figures, key=_in_time):
        groups.setdefault(tuple(row[column] for column in _SAID), []).append(row)
    return [tuple(sorted(rows, key=_relayed)) for rows in groups.values()]


def _relayed(figure: Row) -> bool:
    return figure["publisher_kind"] not in PUBLIC


def _in_time(figure: Row) -> tuple[dt.date, dt.date, str]:
    start, end = figure["period_start"], figure["period_end"]
    return (start or end or _NO_DATE, end or _NO_DATE, figure["observation_id"])
