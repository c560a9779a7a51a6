"""What the rules share: rows found by key, texts looked at once, values made once."""

from __future__ import annotations

import polars as pl
import pytest

from morocco_returns import csvform
from morocco_returns.check.shared import Shared
from morocco_returns.rows import LINE, after_the_row_above, each_value, holding, places, rows_where

FIGURES = pl.DataFrame({"print": ["5", "<5", None, "5"], "word": ["a", "b", "b", None], LINE: [2, 3, 4, 5]})


def test_a_key_leads_to_its_first_row_and_an_unknown_or_empty_one_nowhere() -> None:
    """Catches rows that multiply where a key stands twice, and an empty cell taken for a key."""
    keys = pl.Series(["b", None, "a", "b"])
    assert places(pl.Series(["a", "b", None, "c", "b"]), keys).to_list() == [2, 0, None, None, 0]


def test_what_holds_of_a_text_holds_of_every_cell_with_it_and_of_no_empty_one() -> None:
    """Catches texts that are looked at once and found in one row alone, or in rows without text."""
    chosen = FIGURES.filter(holding(FIGURES, "print", pl.col("print") == "5"))
    assert chosen[LINE].to_list() == [2, 5]
    assert FIGURES.filter(holding(FIGURES, "print", pl.col("print") == "6")).is_empty()
    assert FIGURES.filter(~holding(FIGURES, "print", pl.col("print") == "5"))[LINE].to_list() == [3, 4]


def test_rows_where_are_those_that_each_value_would_give() -> None:
    """Catches rows lost or doubled where a cell of the combination is empty."""

    def said(*cells: str | None) -> str:
        return "/".join(cell or "" for cell in cells)

    columns, into, wanted = ["print", "word"], {"said": pl.String}, pl.col("said").str.ends_with("b")
    every = each_value(FIGURES, columns, said, into)
    assert every["said"].to_list() == ["5/a", "<5/b", "/b", "5/"]
    assert rows_where(FIGURES, columns, said, into, wanted).equals(every.filter(wanted))
    assert rows_where(FIGURES, columns, said, into, pl.lit(value=False)).is_empty()


@pytest.mark.parametrize(
    ("rows", "after"),
    [
        ([("a", "1"), ("a", "2"), ("b", "1")], [True, True]),
        ([("a", "2"), ("a", "1"), ("a", "1")], [False, False]),
        ([("a", None), ("a", "1"), (None, "2")], [True, False]),
    ],
)
def test_the_key_of_a_row_is_held_against_that_of_the_row_above(
    rows: list[tuple[str | None, str | None]], after: list[bool]
) -> None:
    """Catches a key that stands twice, or an empty part of one, taken for a key in order."""
    frame = pl.DataFrame(rows, schema={"x": pl.String, "y": pl.String}, orient="row")
    assert frame.select(after_the_row_above(["x", "y"]))["x"].to_list()[1:] == after


def test_a_shared_value_is_made_once_and_its_failure_told_to_all() -> None:
    """Catches a join made anew for every rule, and a rule that goes on with half a value."""
    numbers = iter(range(2))
    shared = Shared()
    for _ in range(2):
        assert shared.get("number", lambda: next(numbers)) == 0
    for _ in range(2):
        with pytest.raises(ZeroDivisionError):
            shared.get("none", lambda: 1 // 0)


@pytest.mark.parametrize("spoil", [b"f4,7\n", b"f4,\n", b"", b"f4,4\nf5,5\n"])
def test_a_file_is_as_written_only_to_its_last_row(spoil: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    """Catches a difference in a later slice of rows, and rows lost or added at the end."""
    monkeypatch.setattr(csvform, "_SLICE", 3)
    frame = pl.DataFrame({"id": ["f1", "f2", "f3", "f4"], "value": [1, None, 3, 4]})
    data = csvform.frame_bytes(frame)
    assert csvform.is_written(frame, data)
    assert not csvform.is_written(frame, data.removesuffix(b"f4,4\n") + spoil)
