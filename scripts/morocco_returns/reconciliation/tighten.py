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

import pandas as pd

from morocco_returns.reconciliation.cores import families
from morocco_returns.reconciliation.engine import conflicts_among, named, parts
from morocco_returns.reconciliation.model import Model, Rules, Terms, Variable, build, rules_of
from morocco_returns.reconciliation.ranges import ranges
from morocco_returns.reconciliation.record import Record, read_record
from morocco_returns.reconciliation.scenarios import AS_RECORDED, Scenario
from morocco_returns.reconciliation.statements import Cell, Span, Statement, statements
from morocco_returns.reconciliation.tightest import Tightest

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

    A cell suppressed for its small count keeps the bounds of its print, and so does every figure on
    the same count, unless ``override_suppression``: then you hold what its publisher chose not to
    print, and answer for it.
    Raises as ``reconcile`` does.
    """
    record, chosen = read_record(package), named(scenario)
    said = _as_possible(record, chosen)
    kept = _undisputed(said, record)
    disputed = {figure for statement in said if statement not in kept for figure in statement.figures}
    guarded = frozenset[Variable]() if override_suppression else _guarded(record, chosen)
    shown = frozenset(s.key for s in kept if (s.cell, s.outer) not in guarded)
    bounds, proofs = _tightest(kept, shown, record)
    rows = [row for statement in kept for row in _rows(statement, bounds[statement.key], record)]
    frame = pd.DataFrame(sorted(rows), columns=list(COLUMNS))
    numbers = dict.fromkeys(COLUMNS[1:5], "Int64")
    return Tightened(
        chosen, frame.astype({"observation_id": "string", **numbers}), tuple(sorted(disputed)), tuple(proofs)
    )


_Bounds = tuple[int | None, int | None]


def _tightest(
    kept: Sequence[Statement], shown: frozenset[str], record: Record
) -> tuple[dict[str, _Bounds], list[Tightest]]:
    """For the key of each statement its tightest bounds, with all proofs; its own if it is not shown."""
    bounds: dict[str, _Bounds] = {statement.key: (statement.lower, statement.upper) for statement in kept}
    proofs = []
    for part, rules in parts(kept, record):
        for family in families(part, rules):
            targets = [statement for statement in family if statement.key in shown]
            found = _of_family(family, targets, rules)
            proofs.append(found)
            for statement, low, high in zip(targets, found.lower, found.upper, strict=True):
                least, most = bounds[statement.key]
                # The bounds are those of the whole outer span: where the figure may count less of
                # it, only the upper one is the figure's too.
                exact = statement.inner == statement.outer
                bounds[statement.key] = (_max(least, low.value if exact else None), _min(most, high.value))
    return bounds, proofs


def _guarded(record: Record, chosen: Scenario) -> frozenset[Variable]:
    """The counts that some cell prints suppressed, under the scenario or as recorded."""
    said = [statement for one in (chosen, AS_RECORDED) for statement in statements(record, one)[0]]
    return frozenset(
        (statement.cell, statement.outer)
        for statement in said
        if any(record.figure(name).conf_status for name in statement.figures)
    )


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


def _of_family(family: Sequence[Statement], shown: Sequence[Statement], rules: Rules) -> Tightest:
    """Bounds of what is shown of a family; the others bear on it."""
    spans = [(statement.cell, statement.outer) for statement in shown]
    model = build(family, rules, asked=spans)
    return ranges(model, [_count_terms(model, cell, span, rules) for cell, span in spans])


def _count_terms(model: Model, cell: Cell, span: Span, rules: Rules) -> Terms:
    """The variables of a model that add up to the count of a cell in a span."""
    if not rules.adds_over_time(cell):
        return (((cell, span), 1),)
    return tuple((v, 1) for v in model.variables if v[0] == cell and v[1].within(span))


def _rows(statement: Statement, tight: _Bounds, record: Record) -> Iterator[tuple[object, ...]]:
    for name in statement.figures:
        suppressed = record.figure(name).conf_status is not None
        yield (name, statement.lower, statement.upper, *tight, suppressed)


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

    Both days count. Bounds are persons or what else the indicator counts. That one indicator is part
    of another is taken to hold between figures that you name only. Raises ContradictoryError where
    the figures conflict under the scenario, and ValueError for a quantity and period that a
    suppressed cell prints: its publisher chose not to state that count.
    """
    record, chosen = read_record(package), named(scenario)
    rules = rules_of(record, definitions=figures is not None)
    said = _as_possible(record, chosen)
    if figures is None:
        kept = _undisputed(said, record)
    else:
        wanted = {record.figure(name).observation_id for name in figures}
        kept = [statement for statement in said if wanted & set(statement.figures)]
    cell = Cell(area_id, indicator_id, population_id, destination_id)
    span = Span(start.toordinal(), end.toordinal() + 1)
    if (cell, span) in _guarded(record, chosen):
        raise ValueError("this very count is printed suppressed; its publisher chose not to state it")
    model = build(kept, rules, asked=[(cell, span)])
    found = ranges(model, [_count_terms(model, cell, span, rules)])
    return Implied(found.lower[0].value, found.upper[0].value, found)
