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

from morocco_returns.reconciliation.cores import Judge, families, find_cores
from morocco_returns.reconciliation.engine import named
from morocco_returns.reconciliation.model import Model, Rules, Terms, Variable, build, rules_of
from morocco_returns.reconciliation.ranges import ranges
from morocco_returns.reconciliation.record import Record, read_record
from morocco_returns.reconciliation.scenarios import AS_RECORDED, Scenario
from morocco_returns.reconciliation.statements import Cell, Span, Statement, statements
from morocco_returns.reconciliation.tightest import Bound, Tightest

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
    rules = rules_of(record)
    said = _as_possible(record, chosen)
    kept = _undisputed(said, rules)
    disputed = {figure for statement in said if statement not in kept for figure in statement.figures}
    rows: list[tuple[object, ...]] = []
    proofs = []
    guarded = frozenset[Variable]() if override_suppression else _guarded(record, chosen)
    for family in families(kept, rules):
        shown = [statement for statement in family if (statement.cell, statement.outer) not in guarded]
        found = _of_family(family, shown, rules)
        proofs.append(found)
        for statement, low, high in zip(shown, found.lower, found.upper, strict=True):
            rows += _rows(statement, _tight(statement, low, high), record)
        for statement in family:
            if statement not in shown:
                rows += _rows(statement, (statement.lower, statement.upper), record)
    frame = pd.DataFrame(sorted(rows), columns=list(COLUMNS))
    numbers = dict.fromkeys(COLUMNS[1:5], "Int64")
    return Tightened(
        chosen, frame.astype({"observation_id": "string", **numbers}), tuple(sorted(disputed)), tuple(proofs)
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


def _undisputed(said: Sequence[Statement], rules: Rules) -> list[Statement]:
    """The statements that take part in no conflict."""
    disputed = {
        statement.key
        for family in families(said, rules)
        for core in find_cores(family, Judge(rules))
        for statement in core.statements
    }
    return [statement for statement in said if statement.key not in disputed]


def _guarded(record: Record, chosen: Scenario) -> frozenset[Variable]:
    """The counts that some cell prints suppressed, under the scenario or as recorded."""
    said = [statement for one in (chosen, AS_RECORDED) for statement in statements(record, one)[0]]
    return frozenset(
        (statement.cell, statement.outer)
        for statement in said
        if any(record.figure(name).conf_status for name in statement.figures)
    )


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


def _tight(statement: Statement, low: Bound, high: Bound) -> tuple[int | None, int | None]:
    """The bounds of a statement with those of its outer span.

    Where the figure may count less than the span, only the upper bound is the figure's too.
    """
    least = low.value if statement.inner == statement.outer else None
    return _max(statement.lower, least), _min(statement.upper, high.value)


def _rows(
    statement: Statement, tight: tuple[int | None, int | None], record: Record
) -> Iterator[tuple[object, ...]]:
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

    Both days count. Bounds are persons or what else the indicator counts. Raises
    ContradictoryError where the figures conflict under the scenario, and ValueError for a quantity
    and period that a suppressed cell prints: its publisher chose not to state that count.
    """
    record, chosen = read_record(package), named(scenario)
    rules = rules_of(record)
    said = _as_possible(record, chosen)
    if figures is None:
        kept = _undisputed(said, rules)
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
