"""Whether the curated table ``comparisons`` holds what the engine finds, no more and no less.

A comparison accounts for a conflict if the figures of the conflict are all among its members.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from morocco_returns.load import load
from morocco_returns.reconciliation.record import records
from morocco_returns.reconciliation.result import Reconciliation
from morocco_returns.reconciliation.verdict import Conflict

_WEIGHT = {"consistent": 0, "tension": 1, "contradiction": 2}


@dataclass(frozen=True)
class Comparison:
    """A curated comparison with its members."""

    comparison_id: str
    verdict: str
    kind: str
    explanation: str
    members: frozenset[str]

    def accounts_for(self, conflict: Conflict) -> bool:
        """Whether it speaks of all figures of a conflict."""
        return conflict.figures <= self.members


@dataclass(frozen=True)
class Unsettled:
    """A difference between what the engine finds and what is curated."""

    message: str
    hint: str


def read_comparisons(package: str | Path | None = None) -> list[Comparison]:
    """The curated comparisons of a package."""
    members: dict[str, set[str]] = defaultdict(set)
    for row in records(load("comparison_members", package, censored=False)):
        members[row["comparison_id"]].add(row["observation_id"])
    return [
        Comparison(**row, members=frozenset(members[row["comparison_id"]]))
        for row in records(load("comparisons", package, censored=False))
    ]


def unsettled(result: Reconciliation, comparisons: list[Comparison]) -> list[Unsettled]:
    """Conflicts without a comparison, and comparisons that say what the engine does not find."""
    new = [c for c in result.conflicts if not any(row.accounts_for(c) for row in comparisons)]
    found = [_new(conflict) for conflict in new]
    for row in comparisons:
        found += _stale(row, result)
    return found


def _new(conflict: Conflict) -> Unsettled:
    figures = ", ".join(sorted(conflict.figures))
    return Unsettled(
        f"a {conflict.verdict} without a comparison: {figures}",
        "add a row to comparisons and its members, or add these to the comparison they belong to",
    )


def _stale(row: Comparison, result: Reconciliation) -> list[Unsettled]:
    covered = [conflict for conflict in result.conflicts if row.accounts_for(conflict)]
    verdict = max((c.verdict for c in covered), key=_WEIGHT.__getitem__, default="consistent")
    name = row.comparison_id
    if verdict != row.verdict:
        return [
            Unsettled(
                f"{name} says {row.verdict}, its members together are {verdict}",
                "correct the verdict, or take the row out if the figures were corrected",
            )
        ]
    idle = row.members - {figure for conflict in covered for figure in conflict.figures}
    if covered and idle:
        return [
            Unsettled(
                f"{name} has members that conflict with none of the others: {', '.join(sorted(idle))}",
                "take them out, or give them a comparison of their own",
            )
        ]
    return []
