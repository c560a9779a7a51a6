"""Where independent originals say what can be the same: copies of one report count once.

Two figures on one quantity and period share an origin if they stand in one document, if one's
document copies, translates or contains the other's, if both relay one release, or if both credit
(or are published by) the same body. A figure that the media, a politician or an NGO prints without
crediting anybody has no known origin and counts for nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from morocco_returns.reconciliation.joined import Joined
from morocco_returns.reconciliation.producers import producer
from morocco_returns.reconciliation.record import Figure, Record
from morocco_returns.reconciliation.statements import Cell, Span, Statement

_ONE_ORIGIN = ("copies", "translates", "same_origin", "contained_in", "supersedes", "corrects")


@dataclass(frozen=True, slots=True)
class Agreement:
    """Statements on one quantity and period whose bounds have a count in common, by origin."""

    cell: Cell
    span: Span
    lower: int | None
    upper: int | None
    figures: tuple[str, ...]
    origins: tuple[str, ...]


def agreements(said: Sequence[Statement], record: Record) -> Iterator[Agreement]:
    """The quantities and periods on which at least two independent origins can both be right."""
    groups: dict[tuple[Cell, Span], list[Statement]] = defaultdict(list)
    for statement in said:
        if statement.inner == statement.outer:
            groups[(statement.cell, statement.outer)].append(statement)
    joined = Joined[str]()
    for document, relation, target in record.relations:
        if relation in _ONE_ORIGIN:
            joined.join(document, target)
    for (cell, span), alike in sorted(groups.items()):
        lower = max((s.lower for s in alike if s.lower is not None), default=None)
        upper = min((s.upper for s in alike if s.upper is not None), default=None)
        figures = [record.figure(figure) for statement in alike for figure in statement.figures]
        independent = _origins(figures, joined)
        if len(independent) > 1 and (lower is None or upper is None or lower <= upper):
            names = tuple(figure.observation_id for figure in figures)
            yield Agreement(cell, span, lower, upper, names, independent)


def _origins(figures: Iterable[Figure], documents: Joined[str]) -> tuple[str, ...]:
    """One name for each independent known origin of some figures."""
    local = Joined[str]()
    names = []
    for figure in figures:
        if (name := producer(figure)) is not None:
            names.append(name)
            local.join(f"document {documents.root(figure.document_id)}", name)
    return tuple(sorted({min(n for n in names if local.root(n) == local.root(name)) for name in names}))
