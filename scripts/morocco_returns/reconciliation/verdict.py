"""Whether a core is a contradiction or a tension, and what a tension would have to assume.

A tension goes away when some of its conditions are dropped, a contradiction stays whatever is
dropped. An identity between two indicators is such a condition unless one document prints all the
figures: what a producer calls returned in one text need not be what it does in another.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Literal

from morocco_returns.reconciliation.cores import Core, Judge
from morocco_returns.reconciliation.model import build, conditions
from morocco_returns.reconciliation.ranges import ranges
from morocco_returns.reconciliation.record import Record
from morocco_returns.reconciliation.solver import Refutation, UnsolvedError
from morocco_returns.reconciliation.statements import Condition, Statement

Verdict = Literal["tension", "contradiction"]
MOST_DROPPED = 2  # more conditions than these at once are named all together


@dataclass(frozen=True)
class Needed:
    """What a statement would then have to count: ``least`` to ``most`` (None: no limit is known)."""

    statement: Statement
    least: int
    most: int | None


@dataclass(frozen=True)
class Way:
    """Conditions without which the statements of a core can all be true, and what that takes."""

    dropped: frozenset[Condition]
    needed: tuple[Needed, ...]


@dataclass(frozen=True)
class Conflict:
    """A core with its verdict. ``gap``: by how much the numbers miss each other at least, in all."""

    core: Core
    verdict: Verdict
    gap: int | None
    ways: tuple[Way, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """The statements that cannot all be true at their word."""
        return self.core.statements

    @property
    def figures(self) -> frozenset[str]:
        """The ids of all figures that make one of the statements."""
        return frozenset(figure for statement in self.statements for figure in statement.figures)


def verdict(said: Sequence[Statement], judge: Judge) -> Verdict | None:
    """What some statements are together; None where they can all be true at their word."""
    if judge.why_not(said) is None:
        return None
    return "tension" if judge.why_not(said, droppable(said, judge)) is None else "contradiction"


def judged(core: Core, judge: Judge) -> Conflict:
    """The verdict on a core."""
    if verdict(core.statements, judge) == "contradiction":
        return Conflict(core, "contradiction", gap(core), ())
    ways = tuple(_way(core, dropped, judge) for dropped in _smallest(core, judge))
    return Conflict(core, "tension", gap(core), ways)


def droppable(said: Sequence[Statement], judge: Judge) -> frozenset[Condition]:
    """The conditions on which some statements rest, but for definitions where one document prints all."""
    all_of_them = conditions(said, judge.rules)
    if _in_one_document(said, judge.rules.record):
        return frozenset(c for c in all_of_them if c.kind != "definition")
    return all_of_them


def _in_one_document(said: Iterable[Statement], record: Record) -> bool:
    """Whether some document prints all the statements; that others print some too is no matter."""
    printed = [{record.figure(figure).document_id for figure in s.figures} for s in said]
    return bool(set.intersection(*printed))


def _smallest(core: Core, judge: Judge) -> list[frozenset[Condition]]:
    """The smallest sets of conditions that must go: one, else two, else all of them.

    Whatever goes must break the proof of the core, so one of them is a condition of the proof.
    """
    all_of_them = sorted(droppable(core.statements, judge))
    in_proof = core.impossible.conditions
    for size in range(1, MOST_DROPPED + 1):
        enough = [
            frozenset(some)
            for some in combinations(all_of_them, size)
            if in_proof & set(some) and judge.why_not(core.statements, frozenset(some)) is None
        ]
        if enough:
            return enough
    return [frozenset(all_of_them)]


def _way(core: Core, dropped: frozenset[Condition], judge: Judge) -> Way:
    model = build(core.statements, judge.rules, dropped)
    rows = {row.statement: row for row in model.rows}
    rounded = [s for s in core.statements if {c for c in s.conditions if c.kind == "rounding"} & dropped]
    touched = [s for s in rounded if _whole_period(s.without(dropped))]
    if not touched:
        return Way(dropped, ())
    try:
        found = ranges(model, [rows[statement.key].terms for statement in touched])
    except UnsolvedError as error:
        judge.doubt(f"what {', '.join(s.key for s in touched)} would have to count is not known: {error}")
        return Way(dropped, ())
    limits = zip(touched, found.lower, found.upper, strict=True)
    return Way(dropped, tuple(Needed(s, low.value or 0, high.value) for s, low, high in limits))


def _whole_period(left: Statement | None) -> bool:
    """Whether a statement still counts all of its period, no more and no less."""
    return left is not None and left.inner == left.outer


def gap(core: Core) -> int | None:
    """By how much, in all, the statements of a core miss each other at least; None if not known.

    From the multipliers of its refutation: if the numbers moved by less, these would still refute it.
    """
    proof, rows = core.impossible.proof, core.impossible.model.rows
    if not isinstance(proof, Refutation):
        return None
    right = sum(factor * _whole(rows[row].upper) for row, factor in proof.upper.items())
    right -= sum(factor * _whole(rows[row].lower) for row, factor in proof.lower.items())
    factors = [
        max(proof.upper.get(row, 0), proof.lower.get(row, 0)) for row in proof.rows if rows[row].statement
    ]
    return -(right // max(factors))


def _whole(side: int | None) -> int:
    assert side is not None
    return side
