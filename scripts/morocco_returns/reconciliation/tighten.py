"""What the other figures imply for each figure, for analysts: a result of its own, never data.

A total can undo a "<5". So a cell that was suppressed for its small count keeps the bounds of its
own print, unless the caller overrides that knowingly. What can be computed from other cells, by
anybody, no program can prevent.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd

from morocco_returns.reconciliation.cores import families
from morocco_returns.reconciliation.engine import conflicts_among, named, parts
from morocco_returns.reconciliation.model import Model, Rules, Terms, build, rules_of
from morocco_returns.reconciliation.record import Record, read_record
from morocco_returns.reconciliation.scenarios import AS_RECORDED, Scenario
from morocco_returns.reconciliation.statements import Cell, Span, Statement, statements
from morocco_returns.reconciliation.system import OPEN, System, system
from morocco_returns.reconciliation.tightest import Tightest, tightest

COLUMNS = ("observation_id", "lower", "upper", "tight_lower", "tight_upper", "suppressed")


@dataclass(frozen=True)
class Tightened:
    """Bounds that the undisputed figures imply for one another under a scenario.

    ``frame`` has one row a figure: its id, its bounds at its word under the scenario (``lower``,
    ``upper``), those that all figures together imply (``tight_lower``, ``tight_upper``; Int64, NA
    is an open side), and whether it is suppressed for small counts. ``disputed`` are the figures
    that were left out because they take part in a conflict; ``proofs`` hold every bound with its
    proof, and ``check`` verifies them all again.
    """

    scenario: Scenario
    frame: pd.DataFrame
    disputed: tuple[str, ...]
    proofs: tuple[Tightest, ...]

    def check(self) -> None:
        """Verify every bound again in integers; AssertionError names the first that fails."""
        for proof in self.proofs:
            proof.check()


def tighten(
    package: str | Path | None = None,
    scenario: Scenario | str = AS_RECORDED,
    *,
    override_suppression: bool = False,
) -> Tightened:
    """The tightest bounds of every undisputed figure under a scenario.

    A cell suppressed for its small count keeps the bounds of its print, unless
    ``override_suppression``: then you hold what its publisher chose not to print, and answer for it.
    Raises as ``reconcile`` does.
    """
    record, chosen = read_record(package), named(scenario)
    said = _as_possible(record, chosen)
    kept = _undisputed(said, record)
    disputed = {figure for statement in said if statement not in kept for figure in statement.figures}
    bounds, proofs = _tightest(kept, record)
    rows = [
        row
        for statement in kept
        for row in _rows(statement, *bounds[statement.key], record, override=override_suppression)
    ]
    frame = pd.DataFrame(sorted(rows), columns=list(COLUMNS))
    numbers = dict.fromkeys(COLUMNS[1:5], "Int64")
    return Tightened(
        chosen, frame.astype({"observation_id": "string", **numbers}), tuple(sorted(disputed)), tuple(proofs)
    )


_Bounds = tuple[int | None, int | None]


def _tightest(kept: Sequence[Statement], record: Record) -> tuple[dict[str, _Bounds], list[Tightest]]:
    """For the key of each statement the tightest bounds of its outer span, with all proofs."""
    bounds: dict[str, _Bounds] = {statement.key: (None, None) for statement in kept}
    proofs = []
    for part, rules in parts(kept, record):
        for family in families(part, rules):
            found = _of_family(family, rules)
            proofs.append(found)
            for statement, low, high in zip(family, found.lower, found.upper, strict=True):
                least, most = bounds[statement.key]
                bounds[statement.key] = (_max(least, low.value), _min(most, high.value))
    return bounds, proofs


def _as_possible(record: Record, chosen: Scenario) -> list[Statement]:
    """The statements with the bounds that ``load`` calls possible: recorded rounding is allowed for."""
    said, _ = statements(record, chosen)
    recorded = frozenset(
        condition
        for statement in said
        for condition in statement.conditions
        if condition.kind == "rounding" and condition.subject not in record.by_id
    )
    return [left for statement in said if (left := statement.without(recorded)) is not None]


def _undisputed(said: Sequence[Statement], record: Record) -> list[Statement]:
    """The statements that take part in no conflict."""
    found = conflicts_among(said, record).conflicts
    disputed = {statement.key for conflict in found for statement in conflict.statements}
    return [statement for statement in said if statement.key not in disputed]


def _of_family(family: Sequence[Statement], rules: Rules) -> Tightest:
    spans = [(statement.cell, statement.outer) for statement in family]
    model = build(family, rules, asked=spans)
    return _bounds_of(model, [_count_terms(model, cell, span, rules) for cell, span in spans])


def _bounds_of(model: Model, targets: Sequence[Terms]) -> Tightest:
    """Bounds of sums of counts: each target becomes a count of its own, equal to the sum."""
    arrays = system(model)
    place = {variable: number for number, variable in enumerate(model.variables)}
    columns = list(range(arrays.shape[1], arrays.shape[1] + len(targets)))
    entries = [
        (arrays.shape[0] + number, column, coefficient)
        for number, terms in enumerate(targets)
        for column, coefficient in [(columns[number], -1), *((place[v], c) for v, c in terms)]
    ]
    row, column, coefficient = (np.array(part, dtype=np.int64) for part in zip(*entries, strict=True))
    zeros = np.zeros(len(targets), dtype=np.int64)
    extended = System(
        np.append(arrays.row, row),
        np.append(arrays.column, column),
        np.append(arrays.coefficient, coefficient),
        np.append(arrays.row_lower, zeros),
        np.append(arrays.row_upper, zeros),
        np.append(arrays.lower, zeros),
        np.append(arrays.upper, zeros + OPEN),
    )
    return tightest(extended, columns)


def _count_terms(model: Model, cell: Cell, span: Span, rules: Rules) -> Terms:
    """The variables of a model that add up to the count of a cell in a span."""
    if not rules.adds_over_time(cell):
        return (((cell, span), 1),)
    return tuple((v, 1) for v in model.variables if v[0] == cell and v[1].within(span))


def _rows(
    statement: Statement, low: int | None, high: int | None, record: Record, *, override: bool
) -> Iterator[tuple[object, ...]]:
    own = (statement.lower, statement.upper)
    # The bounds are those of the whole outer span: where the figure may count less of it, only the
    # upper one is the figure's too.
    least = low if statement.inner == statement.outer else None
    for name in statement.figures:
        suppressed = record.figure(name).conf_status is not None
        guarded = suppressed and not override
        tight = own if guarded else (_max(own[0], least), _min(own[1], high))
        yield (name, *own, *tight, suppressed)


def _max(first: int | None, second: int | None) -> int | None:
    return max((bound for bound in (first, second) if bound is not None), default=None)


def _min(first: int | None, second: int | None) -> int | None:
    return min((bound for bound in (first, second) if bound is not None), default=None)


@dataclass(frozen=True)
class Implied:
    """What some figures imply for the count of one quantity in one period, with the proof."""

    lower: int | None
    upper: int | None
    proof: Tightest


def implied(
    area_id: str,
    indicator_id: str,
    population_id: str,
    destination_id: str,
    start: dt.date,
    end: dt.date,
    *,
    figures: Iterable[str] | None = None,
    package: str | Path | None = None,
    scenario: Scenario | str = AS_RECORDED,
) -> Implied:
    """What ``figures`` (all undisputed ones if None) imply for a quantity from ``start`` to ``end``.

    Both days count. Bounds are persons or what else the indicator counts. Raises
    ContradictoryError where the figures conflict under the scenario, and ValueError for a quantity
    and period that a suppressed cell prints: its publisher chose not to state that count.
    """
    record, chosen = read_record(package), named(scenario)
    rules = rules_of(record)
    said = _as_possible(record, chosen)
    if figures is None:
        kept = _undisputed(said, record)
    else:
        wanted = {record.figure(name).observation_id for name in figures}
        kept = [statement for statement in said if wanted & set(statement.figures)]
    cell = Cell(area_id, indicator_id, population_id, destination_id)
    span = Span(start.toordinal(), end.toordinal() + 1)
    same = [statement for statement in said if (statement.cell, statement.outer) == (cell, span)]
    if any(record.figure(name).conf_status for statement in same for name in statement.figures):
        raise ValueError("this very count is printed suppressed; its publisher chose not to state it")
    model = build(kept, rules, asked=[(cell, span)])
    found = _bounds_of(model, [_count_terms(model, cell, span, rules)])
    return Implied(found.lower[0].value, found.upper[0].value, found)
