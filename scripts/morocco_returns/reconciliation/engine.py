"""The whole reconciliation of a record under one scenario."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from morocco_returns.reconciliation.agreement import Agreement, agreements
from morocco_returns.reconciliation.cores import Judge, families, find_cores
from morocco_returns.reconciliation.model import rules_of
from morocco_returns.reconciliation.record import Record, read_record
from morocco_returns.reconciliation.scenarios import AS_RECORDED, Scenario
from morocco_returns.reconciliation.scenarios import scenario as known
from morocco_returns.reconciliation.statements import LeftOut, Statement, statements
from morocco_returns.reconciliation.verdict import Conflict, judged


@dataclass(frozen=True)
class Dispute:
    """Conflicts that share statements; ``restores`` are those without any one of which none is left."""

    conflicts: tuple[Conflict, ...]
    restores: tuple[Statement, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement of the conflicts, once."""
        return _distinct(statement for conflict in self.conflicts for statement in conflict.statements)


@dataclass(frozen=True)
class Reconciliation:
    """What the figures of a record, held against one another, can and cannot mean together.

    ``doubts`` says in words what could not be decided, or not be searched to the end.
    """

    record: Record
    scenario: Scenario
    statements: tuple[Statement, ...]
    left_out: tuple[LeftOut, ...]
    disputes: tuple[Dispute, ...]
    agreements: tuple[Agreement, ...]
    doubts: tuple[str, ...] = ()

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """All conflicts, dispute by dispute."""
        return tuple(conflict for dispute in self.disputes for conflict in dispute.conflicts)


def reconcile(package: str | Path | None = None, scenario: Scenario | str = AS_RECORDED) -> Reconciliation:
    """Hold every figure of a package against every other that bears on the same quantity.

    ``package`` is its folder or datapackage.json (the one installed if None), ``scenario`` one of
    ``SCENARIOS``, its name, or one of your own. Nothing is repaired: the result says what cannot be
    true together, what can be only under a condition, and what independent originals agree on.

    Raises ValueError for an unknown scenario and PackageNotFoundError where no package is found.
    """
    return reconcile_record(read_record(package), named(scenario))


def named(scenario: Scenario | str) -> Scenario:
    """The scenario itself, or the known one of that name."""
    return known(scenario) if isinstance(scenario, str) else scenario


def reconcile_record(record: Record, scenario: Scenario = AS_RECORDED) -> Reconciliation:
    """The reconciliation of a record that is already read."""
    said, left_out = statements(record, scenario)
    rules = rules_of(record)
    disputes, doubts = list[Dispute](), list[str]()
    for family in families(said, rules):
        judge = Judge(rules)
        disputes += _disputes(family, judge)
        doubts += judge.doubts
    disputes.sort(key=lambda dispute: dispute.statements[0].key)
    agreed = tuple(agreements(said, record))
    return Reconciliation(
        record, scenario, tuple(said), tuple(left_out), tuple(disputes), agreed, tuple(sorted(doubts))
    )


def _disputes(family: Sequence[Statement], judge: Judge) -> Iterator[Dispute]:
    conflicts = [judged(core, judge) for core in find_cores(family, judge)]
    in_conflict = {statement.key for conflict in conflicts for statement in conflict.statements}
    undisputed = [statement for statement in family if statement.key not in in_conflict]
    for shared in _sharing(conflicts):
        said = _distinct(statement for conflict in shared for statement in conflict.statements)
        restores = [
            statement
            for statement in said
            if all(statement in conflict.statements for conflict in shared)
            and judge.why_not([*undisputed, *(other for other in said if other != statement)]) is None
        ]
        yield Dispute(tuple(shared), tuple(restores))


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


def _distinct(said: Iterable[Statement]) -> tuple[Statement, ...]:
    found: dict[str, Statement] = {}
    for statement in said:
        found.setdefault(statement.key, statement)
    return tuple(found[key] for key in sorted(found))


def figures_in_conflict(result: Reconciliation) -> dict[str, list[Conflict]]:
    """The conflicts in which each figure takes part."""
    found: dict[str, list[Conflict]] = defaultdict(list)
    for conflict in result.conflicts:
        for figure in conflict.figures:
            found[figure].append(conflict)
    return found
