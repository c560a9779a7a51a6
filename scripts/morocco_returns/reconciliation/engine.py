"""The whole reconciliation of a record under one scenario."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from morocco_returns.reconciliation.agreement import agreements
from morocco_returns.reconciliation.cores import Judge, families, find_cores
from morocco_returns.reconciliation.model import Rules, rules_of
from morocco_returns.reconciliation.producers import own_words
from morocco_returns.reconciliation.record import Record, read_record
from morocco_returns.reconciliation.result import Dispute, Reconciliation, distinct
from morocco_returns.reconciliation.scenarios import AS_RECORDED, Scenario, known
from morocco_returns.reconciliation.statements import Statement, statements
from morocco_returns.reconciliation.verdict import Conflict, judged


def reconcile(
    package: str | Path | None = None,
    scenario: Scenario | str = AS_RECORDED,
    *,
    figures: Iterable[str] | None = None,
    without: Iterable[str] = (),
) -> Reconciliation:
    """Hold every figure of a package against every other that bears on the same quantity.

    ``package`` is its folder or datapackage.json (the one installed if None), ``scenario`` one of
    ``SCENARIOS``, its name, or one of your own; ``figures`` are the ids of those to look at (all if
    None); ``without`` names identities to drop, as ``frame()["because"]`` prints them. Nothing is
    repaired: the result says what cannot be true together, what can be only under a condition, and
    what independent originals agree on. ``print`` it, or take its ``frame()``.

    Raises ValueError for an unknown scenario, KeyError for an unknown figure and
    PackageNotFoundError where no package is found.
    """
    record = replace(read_record(package), without=frozenset(without))
    if figures is not None:
        record = replace(record, figures=tuple(record.figure(name) for name in sorted(set(figures))))
    return reconcile_record(record, named(scenario))


def named(scenario: Scenario | str) -> Scenario:
    """The scenario itself, or the known one of that name."""
    return known(scenario) if isinstance(scenario, str) else scenario


def reconcile_record(record: Record, scenario: Scenario = AS_RECORDED) -> Reconciliation:
    """The reconciliation of a record that is already read."""
    said, left_out = statements(record, scenario)
    found = conflicts_among(said, record)
    disputes = [_dispute(shared, record) for shared in _sharing(found.conflicts)]
    disputes.sort(key=lambda dispute: dispute.statements[0].key)
    return Reconciliation(
        record,
        scenario,
        tuple(said),
        tuple(left_out),
        tuple(disputes),
        tuple(agreements(said, record)),
        found.complete,
        found.doubts,
    )


@dataclass(frozen=True)
class FoundConflicts:
    """The conflicts among some statements; ``complete`` unless the search was given up.

    ``doubts`` says in words what could not be decided.
    """

    conflicts: list[Conflict]
    complete: bool
    doubts: tuple[str, ...]


def parts(said: Sequence[Statement], record: Record) -> list[tuple[Sequence[Statement], Rules]]:
    """All statements, with no identity between indicators; then each producer's own, with all of them.

    That one indicator is part of another holds for the counts of one producer only.
    """
    with_definitions = rules_of(record)
    own = [(statements_, with_definitions) for statements_ in own_words(said, record).values()]
    return [(said, rules_of(record, definitions=False)), *own]


def conflicts_among(said: Sequence[Statement], record: Record) -> FoundConflicts:
    """Every minimal conflict among some statements of a record."""
    conflicts: dict[frozenset[str], Conflict] = {}
    complete, doubts = True, set[str]()
    for part, rules in parts(said, record):
        for family in families(part, rules):
            judge = Judge(rules)
            found = find_cores(family, judge)
            complete &= found.complete
            for core in found.cores:
                if core.key not in conflicts:
                    conflicts[core.key] = judged(core, judge)
            doubts |= set(judge.doubts)
    return FoundConflicts(list(conflicts.values()), complete, tuple(sorted(doubts)))


def _dispute(shared: Sequence[Conflict], record: Record) -> Dispute:
    """The dispute of some conflicts, with the statements without any one of which the rest can be true."""
    involved = distinct(statement for conflict in shared for statement in conflict.statements)
    restores = [
        statement
        for statement in involved
        if all(statement in conflict.statements for conflict in shared)
        and _possible([other for other in involved if other != statement], record)
    ]
    return Dispute(tuple(shared), tuple(restores))


def _possible(said: Sequence[Statement], record: Record) -> bool:
    """Whether some statements can be true together, and each producer's under its own definitions."""
    return all(Judge(rules).why_not(part) is None for part, rules in parts(said, record))


def _sharing(conflicts: Sequence[Conflict]) -> list[list[Conflict]]:
    """The conflicts in groups that share statements, directly or through others."""
    groups: list[tuple[set[str], list[Conflict]]] = []
    for conflict in conflicts:
        keys = {statement.key for statement in conflict.statements}
        touching = [group for group in groups if group[0] & keys]
        groups = [group for group in groups if group not in touching]
        members = [other for group in touching for other in group[1]]
        groups.append((keys.union(*(group[0] for group in touching)), [*members, conflict]))
    return [members for _, members in groups]
