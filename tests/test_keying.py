"""Both keyings of every document against each other and against the figures."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest

import morocco_returns as mr
from morocco_returns.keying import (
    FIELDS,
    KEYERS,
    Difference,
    Record,
    compare,
    keyed_documents,
    read_resolutions,
)

from .conftest import Copy

FOLDER = Path(__file__).parent / "keyings"
DOCUMENTS = keyed_documents(FOLDER)
LETTER = "nl-kamerbrief-2023-06-07-marokko"


@pytest.fixture
def keyed(package: Copy) -> Copy:
    """A copy of the package with its keyings, as in a checkout."""
    shutil.copytree(FOLDER, package.root / "tests" / "keyings")
    return package


def test_every_document_that_was_read_was_keyed_twice() -> None:
    """Catches figures that only one pair of eyes has seen."""
    documents = mr.load("documents").query("figures > 0 and document_type != 'dataset'")
    assert set(documents["document_id"]) <= set(DOCUMENTS)
    assert {path.name.removesuffix(".b.csv") for path in FOLDER.glob("*.b.csv")} == set(DOCUMENTS)


def test_the_figures_equal_both_keyings_or_the_difference_is_settled(keyed: Copy) -> None:
    """Catches a figure changed after keying, or keyed and then forgotten; and a count of disagreements
    that nobody recomputed."""
    assert keyed.run_rule("keying") == []
    assert keyed.run_rule("keying-missing") == []


@pytest.mark.parametrize(
    ("figure", "column", "cell"),
    [
        ("f00002", "value_printed", "747"),
        ("f00002", "period_start", "2019-01-01"),
        ("f00002", "period_basis", "lexical"),
        ("f00002", "population_id", ""),
        ("f00002", "row_label", "Aantal"),
        ("f00189", "part_of_id", ""),
        ("f00189", "part_of_id", "f00190"),
    ],
)
def test_a_figure_that_differs_from_its_keyings_is_reported(
    keyed: Copy, figure: str, column: str, cell: str
) -> None:
    """Catches an edit that is consistent in itself, which only another pair of eyes can notice."""
    line = keyed.edit("observations", figure, **{column: cell})
    found = keyed.run_rule("keying")
    assert {(f.file, f.line, f.column, f.value) for f in found} == {
        ("data/observations.csv", line, column, cell)
    }
    assert [f.message[:8] for f in found] == ["keying a", "keying b"]


def test_a_figure_that_is_lost_or_invented_is_reported(keyed: Copy) -> None:
    """Catches a comparison that looks at common rows alone."""
    rows = keyed.rows("observations")
    keyed.save("observations", [*rows[1:], {**rows[1], "observation_id": "f99999", "row_number": "99"}])
    messages = [f.message for f in keyed.run_rule("keying") if LETTER in f.message]
    assert sum("it has a figure that is not here" in message for message in messages) == 2
    assert sum("it has no such figure" in message for message in messages) == 2


def _miscount_the_disagreements(keyed: Copy) -> tuple[int, str]:
    return keyed.edit("documents", LETTER, keying_disagreements="99"), "keying_disagreements"


def _lose_the_keyings(keyed: Copy) -> tuple[int, str]:
    for keyer in KEYERS:
        (keyed.root / "tests" / "keyings" / f"{LETTER}.{keyer}.csv").unlink()
    return keyed.edit("documents", LETTER), "document_id"


WHOLE: dict[str, Callable[[Copy], tuple[int, str]]] = {
    "keying": _miscount_the_disagreements,
    "keying-missing": _lose_the_keyings,
}


@pytest.mark.parametrize("name", WHOLE)
def test_a_document_that_does_not_fit_its_keyings_is_reported(keyed: Copy, name: str) -> None:
    """Catches a count that was not brought up to date with the keyings, and a document that was read once."""
    line, column = WHOLE[name](keyed)
    found = keyed.run_rule(name)
    assert [(f.file, f.line, f.column) for f in found] == [("data/documents.csv", line, column)]


@pytest.mark.parametrize("damage", ["", "a,b\n", ",".join(FIELDS) + "\nx\n"])
def test_a_keying_that_cannot_be_read_is_a_finding(keyed: Copy, damage: str) -> None:
    """Catches a broken keying that ends in a traceback, or passes for an empty one."""
    (keyed.root / "tests" / "keyings" / f"{LETTER}.b.csv").write_text(damage, "utf-8")
    assert [f.value for f in keyed.run_rule("keying")] == [LETTER]


def test_every_resolution_says_how_it_was_settled() -> None:
    """Catches a difference waved through."""
    assert all(row.resolution for row in read_resolutions(FOLDER))


def test_every_resolution_settles_a_difference_that_exists(keyed: Copy) -> None:
    """Catches a resolution left over after its figure or keying was corrected."""
    observations = mr.load("observations", keyed.root, censored=False)
    assert not observations.empty
    counts = Counter((row.document_id, row.keyer, row.figure, row.field) for row in read_resolutions(FOLDER))
    assert max(counts.values()) == 1
    (keyed.root / "tests" / "keyings" / "resolutions.csv").write_text(
        ",".join(read_resolutions(FOLDER)[0].__slots__) + "\n", "utf-8"
    )
    found = [f for f in keyed.run_rule("keying") if f.file == "data/observations.csv"]
    assert len(found) == sum(counts.values())


CELL: Record = dict.fromkeys(FIELDS, "") | {
    "page": "3",
    "block": "t1",
    "row_number": "1",
    "column_number": "1",
    "value_printed": "774",
}


def test_a_lost_figure_and_a_changed_print_are_both_differences() -> None:
    """Catches a comparison that looks at common rows alone."""
    assert compare("d", [CELL], []) == [Difference("d", "t1 3 1 1", "figure", "here", "absent")]
    assert compare("d", [CELL], [{**CELL, "value_printed": "747"}]) == [
        Difference("d", "t1 3 1 1", "value_printed", "774", "747")
    ]


def test_one_number_printed_twice_is_compared_with_its_own_twin() -> None:
    """Catches two figures of one print that are taken for one, or for each other."""
    one, two = ({**CELL, "block": "prose", "quote": f"774 {word}"} for word in ("in 2020", "in 2021"))
    assert compare("d", [one, two], [two, one]) == []
    assert compare("d", [one, two], [one]) == [Difference("d", "prose 3 774 #2", "figure", "here", "absent")]


def test_a_figure_keyed_with_a_word_more_is_compared_field_by_field() -> None:
    """Catches a code that nobody compares, because the two prints of one figure differ by a word."""
    one = {**CELL, "block": "prose", "value_printed": "geen enkele keer", "population_id": "minors"}
    two = {**one, "value_printed": "geen enkele", "population_id": "any-nationality"}
    assert [(d.field, d.first, d.second) for d in compare("d", [one], [two])] == [
        ("value_printed", "geen enkele keer", "geen enkele"),
        ("population_id", "minors", "any-nationality"),
    ]
