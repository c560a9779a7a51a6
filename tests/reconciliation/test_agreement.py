"""Independent originals that agree: copies, relays and unnamed sources count for nothing."""

from __future__ import annotations

from typing import Any

import pytest

from morocco_returns.reconciliation.agreement import agreements
from morocco_returns.reconciliation.record import Figure
from tests.reconciliation.making import figure, read, record


def _origins(*figures: Figure, relations: tuple[tuple[str, str, str], ...] = ()) -> list[tuple[str, ...]]:
    of = record(*figures, relations=relations)
    return [agreement.origins for agreement in agreements(read(of), of)]


def _by(number: int, publisher: str, kind: str = "administration", **cells: Any) -> Figure:
    return figure(number, 5, document_id=f"d{number}", publisher=publisher, publisher_kind=kind, **cells)


def test_two_offices_agree() -> None:
    """Catches agreement that is never found."""
    assert _origins(_by(1, "Alpha"), _by(2, "Beta")) == [("Alpha", "Beta")]


@pytest.mark.parametrize(
    "relation", ["copies", "translates", "same_origin", "contained_in", "supersedes", "corrects"]
)
def test_documents_of_one_origin_count_once(relation: str) -> None:
    """Catches a copy or a translation that confirms what it copies."""
    pair = _by(1, "Alpha"), _by(2, "Beta")
    assert _origins(*pair, relations=(("d2", relation, "d1"),)) == []
    assert _origins(*pair, relations=(("d2", relation, "d9"), ("d1", "copies", "d9"))) == []


@pytest.mark.parametrize("relation", ["cites", "reports_on", "answers", "accompanies"])
def test_a_text_that_speaks_of_another_may_count_for_itself(relation: str) -> None:
    """Catches two offices made one because one mentions the other."""
    assert _origins(_by(1, "Alpha"), _by(2, "Beta"), relations=(("d2", relation, "d1"),)) != []


def test_one_body_agrees_with_itself_once() -> None:
    """Catches a newspaper that credits an office confirming that office."""
    assert _origins(_by(1, "Alpha"), _by(2, "Alpha")) == []
    assert _origins(_by(1, "Alpha"), _by(2, "De Telegraaf", "media", attributed_to="Alpha")) == []
    assert _origins(_by(1, "Alpha"), _by(2, "Belga", "media", attributed_to="Beta")) == [("Alpha", "Beta")]


@pytest.mark.parametrize("kind", ["media", "ngo", "politician_or_party", "academic"])
def test_who_credits_nobody_is_no_origin(kind: str) -> None:
    """Catches two newspapers that confirm each other."""
    assert _origins(_by(1, "Alpha"), _by(2, "Someone", kind)) == []
    assert _origins(_by(1, "Another", kind), _by(2, "Someone", kind)) == []


def test_two_bodies_in_one_document_are_one_origin() -> None:
    """Catches a letter that confirms itself by crediting two offices."""
    pair = figure(1, attributed_to="Alpha"), figure(2, attributed_to="Beta")
    assert _origins(*pair) == []


def test_two_names_of_one_body_are_one() -> None:
    """Catches a ministry that confirms its own service."""
    assert _origins(_by(1, "IND"), _by(2, "DT&V")) == []


def test_agreement_has_the_count_that_all_allow() -> None:
    """Catches bounds that one of those that agree does not allow, and agreement where none is possible."""
    of = record(_by(1, "Alpha"), figure(2, 4, 9, document_id="d2", publisher="Beta"))
    (found,) = agreements(read(of), of)
    assert (found.lower, found.upper) == (5, 5)
    assert found.figures == ("f00001", "f00002")
    apart = record(_by(1, "Alpha"), figure(2, 6, 9, document_id="d2", publisher="Beta"))
    assert list(agreements(read(apart), apart)) == []


def test_a_half_known_period_agrees_with_nothing() -> None:
    """Catches a count until some day that confirms the count of the year."""
    open_end: dict[str, Any] = {"period_end": None, "period_kind": "part_year", "published": "2022-12-31"}
    assert _origins(_by(1, "Alpha"), _by(2, "Beta", **open_end)) == []
