"""Small records for these tests: figures made up, code lists real."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from morocco_returns.reconciliation.record import Figure, Identity, Record, read_record
from morocco_returns.reconciliation.scenarios import AS_RECORDED, Scenario
from morocco_returns.reconciliation.statements import Statement, statements
from tests.conftest import ROOT

YEAR = 2022
_QUARTERS = [dt.date(YEAR + n // 4, 1 + n % 4 * 3, 1) for n in range(9)]
_PLAIN = Figure(
    observation_id="f00001",
    area_id="NL",
    indicator_id="enforced-return",
    population_id="moroccan-nationals",
    destination_id="MA",
    period_start=_QUARTERS[0],
    period_end=_QUARTERS[4] - dt.timedelta(days=1),
    period_kind="other_span",
    period_basis="printed",
    period_printed=None,
    event_id=None,
    value_printed="5",
    value=5,
    lower_bound=5,
    upper_bound=5,
    possible_lower=5,
    possible_upper=5,
    qualifier="exact",
    conf_status=None,
    obs_status="A",
    rounding_unit=None,
    rounding_basis="unknown",
    part_of_id=None,
    attributed_to=None,
    document_id="d1",
    document_title=None,
    publisher=None,
    publisher_kind=None,
    published="2023-12-31",
    url=None,
    page=None,
    table_id="d1-t1",
    table_title=None,
    row_label=None,
    column_label=None,
    quote=None,
)


@cache
def real() -> Record:
    """The record of this repository, read once."""
    return read_record(ROOT)


def quarters(first: int, stop: int) -> dict[str, Any]:
    """The period from one quarter since the beginning of 2022 up to, not including, another."""
    return {"period_start": _QUARTERS[first], "period_end": _QUARTERS[stop] - dt.timedelta(days=1)}


def figure(number: int, lower: int | None = 5, upper: int | None = -1, **cells: Any) -> Figure:
    """A figure with an id from its number; exactly ``lower`` if no ``upper`` is given."""
    high = lower if upper == -1 else upper
    exact = lower is not None and lower == high
    made = replace(
        _PLAIN,
        observation_id=f"f{number:05}",
        value=lower if exact else None,
        value_printed=f"{lower}" if exact else f"{lower} to {high}",
        lower_bound=lower,
        upper_bound=high,
        possible_lower=lower,
        possible_upper=high,
        qualifier="exact" if exact else "between",
    )
    return replace(made, **cells)


def record(
    *figures: Figure,
    identities: Sequence[Identity] = (),
    relations: Iterable[tuple[str, str, str]] = (),
) -> Record:
    """A record of these figures under the real code lists."""
    return replace(real(), figures=figures, identities=tuple(identities), relations=tuple(relations))


def identity(
    dimension: Any,
    whole: str,
    part: str,
    *,
    name: str = "i1",
    relation: Any = "sum",
    scope: str | None = None,
) -> Identity:
    """One part of a whole, as the table of identities has it."""
    return Identity(name, relation, dimension, whole, part, scope, None, "")


def read(of: Record, scenario: Scenario = AS_RECORDED) -> list[Statement]:
    """The statements of a record, none of which may be left out."""
    said, left_out = statements(of, scenario)
    assert not left_out
    return said
