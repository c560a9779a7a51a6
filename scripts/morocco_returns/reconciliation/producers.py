"""Whose count a figure is, as far as its text says."""

from __future__ import annotations

from collections.abc import Iterable

from morocco_returns.derived.bodies import BODIES
from morocco_returns.reconciliation.record import Figure, Record
from morocco_returns.reconciliation.statements import Statement

_RELAYERS = ("media", "ngo", "politician_or_party", "academic")


def producer(figure: Figure) -> str | None:
    """The body that the text credits, or else its publisher; None for a relay that credits nobody."""
    if figure.attributed_to is None and figure.publisher_kind in _RELAYERS:
        return None
    name = figure.attributed_to or figure.publisher
    return name if name is None else BODIES.get(name, name)


def own_words(said: Iterable[Statement], record: Record) -> dict[str, list[Statement]]:
    """The statements that each body makes in a text of its own.

    A relay may call removed what its source calls returned, so its words are not the body's.
    """
    found: dict[str, list[Statement]] = {}
    for statement in said:
        figures = [record.figure(figure) for figure in statement.figures]
        for name in {producer(figure) for figure in figures if _publishes_itself(figure)} - {None}:
            found.setdefault(str(name), []).append(statement)
    return dict(sorted(found.items()))


def _publishes_itself(figure: Figure) -> bool:
    publisher = figure.publisher or ""
    return producer(figure) == BODIES.get(publisher, publisher)
