"""What a reconciliation finds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

import pandas as pd

from morocco_returns.reconciliation.agreement import Agreement
from morocco_returns.reconciliation.record import Record
from morocco_returns.reconciliation.scenarios import Scenario
from morocco_returns.reconciliation.statements import LeftOut, Statement
from morocco_returns.reconciliation.verdict import Conflict
from morocco_returns.reconciliation.words import because, report_lines, way_words


@dataclass(frozen=True)
class Dispute:
    """Conflicts that share statements; ``restores`` are those without any one of which none is left."""

    conflicts: tuple[Conflict, ...]
    restores: tuple[Statement, ...]

    @property
    def statements(self) -> tuple[Statement, ...]:
        """Every statement of the conflicts, once."""
        return distinct(statement for conflict in self.conflicts for statement in conflict.statements)


@dataclass(frozen=True)
class Reconciliation:
    """What the figures of a record, held against one another, can and cannot mean together.

    ``complete``: every minimal conflict was found; else the search was given up after very many.
    ``doubts`` says in words what could not be decided.
    """

    record: Record
    scenario: Scenario
    statements: tuple[Statement, ...]
    left_out: tuple[LeftOut, ...]
    disputes: tuple[Dispute, ...]
    agreements: tuple[Agreement, ...]
    complete: bool = True
    doubts: tuple[str, ...] = ()

    @property
    def conflicts(self) -> tuple[Conflict, ...]:
        """All conflicts, dispute by dispute."""
        return tuple(conflict for dispute in self.disputes for conflict in dispute.conflicts)

    def in_conflict(self, figure: str) -> list[Conflict]:
        """The conflicts in which a figure takes part."""
        return [conflict for conflict in self.conflicts if figure in conflict.figures]

    def frame(self) -> pd.DataFrame:
        """One row a conflict: ``verdict``, ``figures`` (those that say the same joined by commas,
        the statements by semicolons), ``gap`` (Int64), ``because`` and ``possible_only_if`` (in words).
        """
        rows = [
            {
                "verdict": conflict.verdict,
                "figures": "; ".join(", ".join(said.figures) for said in conflict.statements),
                "gap": conflict.gap,
                "because": "; ".join(because(conflict)),
                "possible_only_if": "; or ".join(way_words(way, self.record) for way in conflict.ways),
            }
            for conflict in self.conflicts
        ]
        frame = pd.DataFrame(rows, columns=["verdict", "figures", "gap", "because", "possible_only_if"])
        return frame.astype({name: "Int64" if name == "gap" else "string" for name in frame.columns})

    def __str__(self) -> str:
        return "\n".join(report_lines(self))


def distinct(said: Iterable[Statement]) -> tuple[Statement, ...]:
    """Statements, each once, by key."""
    found: dict[str, Statement] = {}
    for statement in said:
        found.setdefault(statement.key, statement)
    return tuple(found[key] for key in sorted(found))
