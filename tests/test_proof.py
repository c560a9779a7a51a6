"""verify-source finds every figure in its text and reports every exchange of cells, rows and columns."""

from __future__ import annotations

import dataclasses
import random
from itertools import combinations
from typing import Any

import pandas as pd
import pytest

from morocco_returns.proof import Curated, curated, neighbours, prove
from morocco_returns.text import SourceText, numerals

from .conftest import SOURCES, source

LETTER = "nl-kamerbrief-2023-06-07-marokko"
PLACE = ["row_label", "column_label", "row_number", "column_number"]


@pytest.fixture(scope="module")
def letter() -> Curated:
    return curated(LETTER)


@pytest.fixture(scope="module")
def printed(letter: Curated) -> bytes:
    """A text that prints the letter's tables as they are in the package: the swaps below need no
    held text."""
    parts = []
    for _, table in letter.tables[letter.tables["kind"] == "table"].iterrows():
        cells = letter.figures[letter.figures["table_id"] == table["table_id"]].sort_values("column_number")
        columns = cells.drop_duplicates("column_number")["column_label"]
        lines = [str(table["title"]), " ".join(columns)]
        for _, row in cells.groupby("row_number"):
            lines.append(" ".join([row["row_label"].iloc[0], *row["value_printed"]]))
        parts.append("\n".join(lines))
    return "\n\n".join(parts).encode()


def _tables_alone(letter: Curated, figures: pd.DataFrame, tables: pd.Series[Any] | None = None) -> Curated:
    chosen = letter.tables["table_id"] if tables is None else tables
    return dataclasses.replace(
        letter,
        document=letter.document.copy().replace(
            {letter.document["text_sha256"]: pd.NA, "leading_blank": "single"}
        ),
        figures=figures[figures["row_number"].notna()],
        tables=letter.tables[letter.tables["table_id"].isin(chosen)],
        quotes=letter.quotes.iloc[:0],
    )


def _cells(letter: Curated) -> pd.DataFrame:
    cells = letter.figures[letter.figures["row_number"].notna()].copy()
    cells["page"] = pd.NA
    return cells


def test_the_tables_as_they_are_leave_no_doubt(letter: Curated, printed: bytes) -> None:
    """Catches a proof that doubts what is right, which would make the swaps below prove nothing."""
    proof = prove(_tables_alone(letter, _cells(letter)), printed)
    assert (proof.found, proof.doubts, proof.unaccounted) == (45, [], [])


def _exchanged(cells: pd.DataFrame, first: pd.Index, second: pd.Index, columns: list[str]) -> pd.DataFrame:
    swapped = cells.copy()
    swapped.loc[first, columns] = cells.loc[second, columns].to_numpy()
    swapped.loc[second, columns] = cells.loc[first, columns].to_numpy()
    return swapped


def _cell_swaps(cells: pd.DataFrame) -> list[tuple[int, int]]:
    printed = {int(str(line)): str(cell) for line, cell in cells["value_printed"].items()}
    return [(one, other) for one, other in combinations(printed, 2) if printed[one] != printed[other]]


@pytest.mark.parametrize("step", [pytest.param(1, marks=pytest.mark.long), 7])
def test_every_swap_of_two_cells_is_reported(letter: Curated, printed: bytes, step: int) -> None:
    """Catches two cells exchanged, in one table or between two (all pairs that print differently; in the
    short run every seventh).
    """
    cells = _cells(letter)
    pairs = _cell_swaps(cells)
    assert len(pairs) > 900
    for one, other in pairs[::step]:
        swapped = _exchanged(cells, pd.Index([one]), pd.Index([other]), ["value_printed"])
        touched = cells.loc[[one, other], "table_id"]
        assert prove(_tables_alone(letter, swapped, touched), printed).doubts, (one, other)


_TOGETHER = (["number"], ["label", "number"], ["value_printed", "number"])


@pytest.mark.parametrize("axis", ["row", "column"])
@pytest.mark.parametrize(
    "moved",
    [
        ["value_printed"],
        ["label"],
        *(pytest.param(columns, marks=pytest.mark.long) for columns in _TOGETHER),
    ],
)
def test_every_swap_of_two_rows_or_columns_is_reported(
    letter: Curated, printed: bytes, axis: str, moved: list[str]
) -> None:
    """Catches two rows or columns exchanged by their values, their labels or their numbers."""
    cells = _cells(letter)
    columns = [part if part == "value_printed" else f"{axis}_{part}" for part in moved]
    swaps = 0
    for _, table in cells.groupby("table_id"):
        for one, other in combinations(sorted(table[f"{axis}_number"].unique()), 2):
            first, second = (table.index[table[f"{axis}_number"] == number] for number in (one, other))
            swapped = _exchanged(cells, first, second, columns)
            if swapped[[*PLACE, "value_printed"]].equals(cells[[*PLACE, "value_printed"]]):
                continue
            swaps += 1
            doubts = prove(_tables_alone(letter, swapped), printed).doubts
            assert doubts, (axis, moved, one, other)
    assert swaps >= (6 if axis == "row" else 40)


def test_a_swapped_period_is_reported(letter: Curated, printed: bytes) -> None:
    """Catches the period of one column beside the cell of another."""
    cells = _cells(letter)
    first, second = cells.index[0], cells.index[1]
    swapped = _exchanged(cells, pd.Index([first]), pd.Index([second]), ["period_printed"])
    assert prove(_tables_alone(letter, swapped), printed).doubts


@pytest.mark.parametrize("document", SOURCES)
def test_every_figure_quote_and_page_is_found_in_the_held_text(document: str) -> None:
    """Catches a figure, quote, date or page that the document does not bear out."""
    rows = curated(document)
    proof = prove(rows, source(document), neighbours(rows))
    assert proof.doubts == []
    assert proof.found == proof.figures == len(rows.figures)


@pytest.mark.long
def test_every_swap_in_the_held_letter_is_reported(letter: Curated) -> None:
    """Catches a proof that works on tidy text alone: a seeded sample on the letter itself."""
    held = source(LETTER)
    cells = letter.figures[letter.figures["row_number"].notna()]
    for one, other in random.Random(1).sample(_cell_swaps(cells), 60):
        swapped = _exchanged(letter.figures, pd.Index([one]), pd.Index([other]), ["value_printed"])
        assert prove(dataclasses.replace(letter, figures=swapped), held).doubts, (one, other)


@pytest.mark.parametrize(
    "columns",
    [["value_printed"], ["quote"], ["value_printed", "quote"], ["value_printed", "quote", "counted_printed"]],
)
@pytest.mark.parametrize(
    "document", ["be-nicoledm-2024-04-morocco-mission", "be-nicoledm-2024-teaser-returns-doubled", LETTER]
)
def test_every_swap_of_two_prose_figures_is_reported(document: str, columns: list[str]) -> None:
    """Catches two figures of running text exchanged, with or without their quotes."""
    rows, held = curated(document), source(document)
    prose = rows.figures[rows.figures["row_number"].isna()]
    for one, other in combinations(prose.index, 2):
        swapped = _exchanged(rows.figures, pd.Index([one]), pd.Index([other]), columns)
        if prose.loc[[one, other], "period_printed"].isna().any() and "counted_printed" in columns:
            continue  # then nothing that the text prints tells the two rows apart
        assert prove(dataclasses.replace(rows, figures=swapped), held).doubts, (one, other)


def test_a_numeral_that_no_row_accounts_for_is_listed() -> None:
    """Catches a figure of the text that nobody keyed."""
    document = "be-nicoledm-2024-04-morocco-mission"
    rows = curated(document)
    lost = dataclasses.replace(rows, figures=rows.figures[rows.figures["value_printed"] != "674"])
    proof = prove(lost, source(document), neighbours(rows))
    assert "674" in [numeral.text for numeral in proof.unaccounted]


def test_figures_that_nothing_proves_are_a_doubt(letter: Curated, printed: bytes) -> None:
    """Catches figures whose table is unknown, or of a kind that is not proved, passing unseen."""
    alone = _tables_alone(letter, _cells(letter))
    lost = dataclasses.replace(alone, tables=alone.tables[alone.tables["table_id"] != f"{LETTER}-t1"])
    proof = prove(lost, printed)
    assert proof.found < proof.figures
    assert [doubt.kind for doubt in proof.doubts] == ["not-proved"]


def test_another_text_is_reported_as_such(letter: Curated) -> None:
    """Catches a proof against the wrong file that passes because little is compared."""
    proof = prove(letter, b"Nederland 774")
    assert "other-text" in {doubt.kind for doubt in proof.doubts}
    assert proof.found == 0


def test_the_text_is_folded_as_the_rules_for_quotes_say() -> None:
    """Catches words that a line end broke, and pages lost on the way."""
    text = SourceText.read(
        " een vreemde-\n\nlingenbewaring van\n 1.770\n zaken2 in 20222.\n", "leading_blank"
    )
    assert text.find("vreemdelingenbewaring van 1.770") is not None
    assert text.find("vreemdelingen-bewaring") is not None
    assert text.find("770") is None
    assert text.find("zaken in 2022") is None
    assert text.find("zaken in 2022", notes=True) is not None
    place = text.find("1.770")
    assert place is not None
    assert (text.line(place[0]), text.page(place[0])) == (4, 2)


def test_numbers_are_found_in_digits_and_in_words() -> None:
    """Catches a number word, or a number with blanks, that the listing of numerals passes over."""
    text = "36 200 V, ruim 5.000, veertig zaken in een groep"
    assert [text[start:end] for start, end in numerals(text, "nl")] == ["36 200", "5.000", "veertig"]
