"""Everything that is known about one figure."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from morocco_returns.load import load
from morocco_returns.reconciliation.curated import Comparison, read_comparisons
from morocco_returns.reconciliation.engine import reconcile
from morocco_returns.reconciliation.record import Figure, records
from morocco_returns.reconciliation.result import Reconciliation
from morocco_returns.reconciliation.words import bounds, conflict_lines, one_line, quantity, statement_lines


def explain(observation_id: str, package: str | Path | None = None) -> list[str]:
    """Lines of text on one figure: its print, place, meaning, relations, agreements and conflicts.

    Raises KeyError for an unknown figure and PackageNotFoundError where no package is found.
    """
    result = reconcile(package)
    figure = result.record.figure(observation_id)
    lines = [
        *_print(figure),
        *_meaning(figure, result),
        *_relations(figure, result),
        *_agreements(figure, result),
        *_conflicts(figure, result, read_comparisons(package)),
        *_claims(figure, package),
        *_changes(figure, package),
    ]
    return [one_line(line) for line in lines]


def _print(figure: Figure) -> Iterator[str]:
    yield f"{figure.observation_id} prints “{figure.value_printed}”"
    yield from _named(
        {
            "document": f"{figure.document_id}, “{figure.document_title}”" if figure.document_title else None,
            "published by": " ".join(part for part in (figure.publisher, figure.published) if part),
            "page": figure.page,
            "table": figure.table_title,
            "row": figure.row_label,
            "column": figure.column_label,
            "quote": figure.quote,
            "credited to": figure.attributed_to,
            "address": figure.url,
        }
    )


def _named(parts: dict[str, object]) -> Iterator[str]:
    for name, value in parts.items():
        if value:
            yield f"  {name}: {value}"


def _meaning(figure: Figure, result: Reconciliation) -> Iterator[str]:
    left = next((out for out in result.left_out if out.observation_id == figure.observation_id), None)
    if left is not None:
        yield f"is held against no other figure: {left.reason}"
        return
    said = next(s for s in result.statements if figure.observation_id in s.figures)
    yield f"counts {quantity(said.cell, result.record)}, {said.outer}: {bounds(*_own(figure))}"
    same = [other for other in said.figures if other != figure.observation_id]
    if same:
        yield f"the same is said by {', '.join(same)}"


def _own(figure: Figure) -> tuple[int | None, int | None]:
    """The bounds of a figure with the rounding of its table."""
    return figure.possible_lower, figure.possible_upper


def _relations(figure: Figure, result: Reconciliation) -> Iterator[str]:
    for document, relation, target in result.record.relations:
        if figure.document_id == document:
            yield f"its document {relation} {target}"
        elif figure.document_id == target:
            yield f"its document stands behind {document}, which {relation} it"
    if figure.part_of_id:
        yield f"is part of {figure.part_of_id}"
    for other in result.record.figures:
        if other.part_of_id == figure.observation_id:
            yield f"has as part {other.observation_id}"


def _agreements(figure: Figure, result: Reconciliation) -> Iterator[str]:
    for agreement in result.agreements:
        if figure.observation_id in agreement.figures:
            yield f"agrees with what independent origins say: {', '.join(agreement.origins)}"


def _conflicts(figure: Figure, result: Reconciliation, comparisons: list[Comparison]) -> Iterator[str]:
    conflicts = result.in_conflict(figure.observation_id)
    if not conflicts:
        yield "conflicts with no other figure"
    others = {s.key: s for c in conflicts for s in c.statements if figure.observation_id not in s.figures}
    for conflict in conflicts:
        yield from conflict_lines(conflict, result.record)
    for statement in others.values():
        yield from statement_lines(statement, result.record)
    for row in comparisons:
        if figure.observation_id in row.members:
            yield f"comparison {row.comparison_id}, {row.verdict}, {row.kind}: {row.explanation}"


def _claims(figure: Figure, package: str | Path | None) -> Iterator[str]:
    links = records(load("claim_observations", package, censored=False))
    resting = {row["claim_id"] for row in links if row["observation_id"] == figure.observation_id}
    for row in records(load("claims", package, censored=False)):
        if row["claim_id"] in resting:
            claim = f"{row['claim_id']}, {row['verdict']}"
            yield f"bears on claim {claim}: “{row['quote']}” ({row['document_id']})"


def _changes(figure: Figure, package: str | Path | None) -> Iterator[str]:
    for row in records(load("changes", package, censored=False)):
        if row["row_key"] == figure.observation_id:
            yield (
                f"changed in {row['release']}: {row['field']} from {row['old_value']} to {row['new_value']} "
                f"({row['kind']}): {row['reason']}"
            )
