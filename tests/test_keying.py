"""Both transcriptions of every document against each other and against the figures."""

from __future__ import annotations

import csv
from pathlib import Path

import pandas as pd
import pytest

import morocco_returns as mr
from morocco_returns.keying import Difference, compare, keyed_documents, read_keying, records

FOLDER = Path(__file__).parent / "keyings"
DOCUMENTS = keyed_documents(FOLDER)


def _resolutions() -> list[dict[str, str]]:
    with (FOLDER / "resolutions.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module")
def documents() -> pd.DataFrame:
    return mr.load("documents").set_index("document_id")


def test_every_document_that_was_read_was_keyed_twice(documents: pd.DataFrame) -> None:
    """Catches figures that only one pair of eyes has seen."""
    read = documents.index[documents["text_sha256"].notna()]
    assert set(DOCUMENTS) == set(read)
    assert {path.name.split(".")[0] for path in FOLDER.glob("*.b.csv")} == set(read)


@pytest.mark.parametrize("document", DOCUMENTS)
def test_disagreements_of_the_keyers_are_counted(documents: pd.DataFrame, document: str) -> None:
    """Catches a count of disagreements that nobody recomputed."""
    first, second = (read_keying(FOLDER, document, keyer) for keyer in "ab")
    assert len(compare(document, first, second)) == documents.at[document, "keying_disagreements"]


@pytest.mark.parametrize("document", DOCUMENTS)
@pytest.mark.parametrize("keyer", ["a", "b"])
def test_the_figures_equal_each_keying_or_the_difference_is_settled(document: str, keyer: str) -> None:
    """Catches a figure changed after keying, or keyed and then forgotten."""
    mine = records(mr.load("observations"), document)
    settled = {
        (row["figure"], row["field"], row["keyed"], row["settled"])
        for row in _resolutions()
        if (row["document_id"], row["keyer"]) == (document, keyer)
    }
    found = {
        (d.figure, d.field, d.first, d.second)
        for d in compare(document, read_keying(FOLDER, document, keyer), mine)
    }
    assert found == settled


def test_every_resolution_says_how_it_was_settled() -> None:
    """Catches a difference waved through."""
    assert all(row["resolution"] for row in _resolutions())


def test_values_and_places_were_never_in_dispute() -> None:
    """Shows the outcome that the README states: the keyers differ in the extent of quotes alone."""
    fields = {
        difference.field
        for document in DOCUMENTS
        for difference in compare(document, *(read_keying(FOLDER, document, keyer) for keyer in "ab"))
    }
    assert fields == {"quote"}


def test_a_lost_figure_and_a_changed_print_are_both_differences() -> None:
    """Catches a comparison that looks at common rows alone."""
    cell = dict.fromkeys(["row_label", "column_label", "period_printed", "counted_printed", "quote"], "") | {
        "page": "3",
        "block": "t1",
        "row_number": "1",
        "column_number": "1",
        "value_printed": "774",
    }
    assert compare("d", [cell], []) == [Difference("d", "t1 3 1 1", "figure", "here", "absent")]
    assert compare("d", [cell], [{**cell, "value_printed": "747"}]) == [
        Difference("d", "t1 3 1 1", "value_printed", "774", "747")
    ]
